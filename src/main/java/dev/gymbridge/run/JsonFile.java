package dev.gymbridge.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.JsonText;
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
    try {
      return JsonText.object(Files.readString(path), Strictness.LENIENT);
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(path, e);
    } catch (IllegalArgumentException e) {
      throw new RunDirectoryException(
          "%s is not JSON: %s; bring it back from a copy, or train anew"
              .formatted(path, e.getMessage()),
          e);
    }
  }
}
