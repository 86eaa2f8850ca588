package dev.gymbridge.run;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes and reads {@code config.json}: all that was resolved for the run, and under {@code
 * versions} what it ran on.
 */
public final class ConfigJson {
  private static final String VERSIONS = "versions";

  private ConfigJson() {}

  /**
   * Writes the file, whole or not at all.
   *
   * @param config what was resolved, such as {@code environment}, {@code preset} and {@code config}
   * @param versions by name, such as {@code gymbridge}, {@code tensorflow}, {@code gymnasium} and
   *     {@code python}; those of Java and the operating system are added
   * @throws RunDirectoryException if it cannot be written
   * @throws IllegalArgumentException if the config has a key {@code versions} of its own
   */
  public static void write(Path path, JsonObject config, Map<String, String> versions) {
    if (config.has(VERSIONS)) {
      throw new IllegalArgumentException("config must leave the key \"versions\" free, got one");
    }
    JsonObject all = config.deepCopy();
    JsonObject versionsJson = new JsonObject();
    versions.forEach(versionsJson::addProperty);
    versionsJson.addProperty("java", Runtime.version().toString());
    versionsJson.addProperty(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    all.add(VERSIONS, versionsJson);
    JsonFile.write(path, all);
  }

  /**
   * Reads the file, {@code versions} included.
   *
   * @throws RunDirectoryException if it cannot be read, or is not a JSON object
   */
  public static JsonObject read(Path path) {
    return JsonFile.read(path);
  }
}
