package dev.gymbridge.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON object in a file of its own, for people as well as programs. */
public final class JsonFile {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .serializeSpecialFloatingPointValues()
          .create();

  private JsonFile() {}

  public static void write(Path path, JsonObject json) {
    write(path, json, Disk.REAL);
  }

  static void write(Path path, JsonObject json, Disk disk) {
    byte[] content = (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path, content, disk);
  }

  public static JsonObject read(Path path) {
    JsonElement json;
    try {
      json = JsonParser.parseString(Files.readString(path));
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(path, e);
    } catch (JsonParseException e) {
      throw new RunDirectoryException("%s is not JSON: %s".formatted(path, e.getMessage()), e);
    }
    if (!json.isJsonObject()) {
      throw new RunDirectoryException("%s holds no JSON object".formatted(path));
    }
    return json.getAsJsonObject();
  }
}
