package dev.gymbridge.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What a set of files consists of: {@value #FILE}, written last.
 *
 * <pre>{@code
 * {"format": 3, "about": {...}, "files": {"state.bin": {"bytes": 8112, "crc32": "0d8f19a2"}},
 *  "crc32c": "77a1c0de"}
 * }</pre>
 *
 * <p>The last checksum is that of the manifest itself without it, in Gson's shortest form.
 *
 * @param json all of it
 */
record Manifest(JsonObject json) {
  static final String FILE = "manifest.json";

  private static final int FORMAT = 3;

  /** Its files have a CRC32C in place of the CRC-32. */
  private static final int FORMAT_BEFORE = 2;

  private static final String ABOUT = "about";
  private static final String FILES = "files";
  private static final String BYTES = "bytes";
  private static final String CHECKSUM = "crc32c";

  /** Not CRC32C: of files that end with their own, as a network's, that is always the same. */
  private static final String FILE_CHECKSUM = "crc32";

  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  /**
   * The manifest of the files that are in a directory.
   *
   * @param about what whoever wrote them has to say of them
   * @param known what is known of some of them, which are not read again
   */
  static Manifest of(Path directory, JsonObject about, Map<String, JsonElement> known)
      throws IOException {
    JsonObject files = new JsonObject();
    for (Path file : filesIn(directory)) {
      String name = file.getFileName().toString();
      files.add(name, known.containsKey(name) ? known.get(name) : describe(file, FILE_CHECKSUM));
    }
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.add(ABOUT, about);
    json.add(FILES, files);
    json.addProperty(CHECKSUM, checksum(json));
    return new Manifest(json);
  }

  static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static JsonObject describe(Path file, String kind) throws IOException {
    Checksum checksum = kind.equals(FILE_CHECKSUM) ? new CRC32() : new CRC32C();
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
        bytes += read;
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty(BYTES, bytes);
    json.addProperty(kind, hex(checksum));
    return json;
  }

  private static String checksum(JsonObject json) {
    JsonObject rest = json.deepCopy();
    rest.remove(CHECKSUM);
    CRC32C checksum = new CRC32C();
    checksum.update(rest.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return hex(checksum);
  }

  private static String hex(Checksum checksum) {
    return "%08x".formatted((int) checksum.getValue());
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), PRETTY.toJson(json) + "\n");
  }

  /**
   * Reads the manifest of a directory, and holds every file to it.
   *
   * @throws DamageException if there is none, it is not understood, or a file is not what it says
   */
  static Manifest readAndCheck(Path directory) throws DamageException {
    Manifest manifest = read(directory);
    for (Map.Entry<String, JsonElement> file : manifest.files().entrySet()) {
      requireAsDescribed(
          directory.resolve(file.getKey()), file.getKey(), file.getValue().getAsJsonObject());
    }
    return manifest;
  }

  /** What it says of each file, by name. */
  Map<String, JsonElement> files() {
    return json.getAsJsonObject(FILES).asMap();
  }

  /** Reads the manifest of a directory, whose files are not looked at. */
  static Manifest read(Path directory) throws DamageException {
    JsonObject json;
    try {
      json = JsonText.object(Files.readString(directory.resolve(FILE)), Strictness.LENIENT);
    } catch (NoSuchFileException e) {
      throw new DamageException(FILE + " is missing", e);
    } catch (IOException e) {
      throw new DamageException("%s cannot be read (%s)".formatted(FILE, DiskFailure.reason(e)), e);
    } catch (IllegalArgumentException e) {
      throw new DamageException("%s is not JSON: %s".formatted(FILE, e.getMessage()), e);
    }
    JsonElement format = json.get("format");
    if (format != null && format.toString().matches("\\d+") && !isRead(format.getAsLong())) {
      throw new DamageException(
          "it is of format %s, this gymbridge reads formats %d and %d"
              .formatted(format, FORMAT_BEFORE, FORMAT));
    }
    if (!json.has(CHECKSUM) || !json.get(CHECKSUM).toString().equals('"' + checksum(json) + '"')) {
      throw new DamageException(FILE + " is damaged: its checksum is wrong");
    }
    return new Manifest(json);
  }

  private static boolean isRead(long format) {
    return format == FORMAT || format == FORMAT_BEFORE;
  }

  private static void requireAsDescribed(Path file, String name, JsonObject described)
      throws DamageException {
    JsonObject found;
    try {
      found = describe(file, described.has(FILE_CHECKSUM) ? FILE_CHECKSUM : CHECKSUM);
    } catch (NoSuchFileException e) {
      throw new DamageException(name + " is missing", e);
    } catch (IOException e) {
      throw new DamageException("%s cannot be read (%s)".formatted(name, DiskFailure.reason(e)), e);
    }
    long is = found.get(BYTES).getAsLong();
    long was = described.get(BYTES).getAsLong();
    if (is < was) {
      throw new DamageException("%s is cut short: it has %d of %d bytes".formatted(name, is, was));
    }
    if (is > was) {
      throw new DamageException("%s is damaged: it has %d bytes, not %d".formatted(name, is, was));
    }
    if (!found.equals(described)) {
      throw new DamageException(name + " is damaged: its checksum is wrong");
    }
  }

  JsonObject about() {
    return json.getAsJsonObject(ABOUT);
  }
}
