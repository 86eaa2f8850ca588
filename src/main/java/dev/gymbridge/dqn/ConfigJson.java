package dev.gymbridge.dqn;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.gymbridge.checkpoint.DiskFailure;
import dev.gymbridge.checkpoint.JsonText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Between {@link DqnConfig} and JSON; refuses what it does not know. */
final class ConfigJson {
  /** What a change is called that stands in no file. */
  static final String SETTING = "the setting";

  private ConfigJson() {}

  /** The defaults with the keys of a file replaced, and then those of {@code change}. */
  static DqnConfig read(Path file, JsonObject change) {
    JsonObject merged = ConfigKeys.write(Presets.load(Presets.DEFAULT));
    merge(merged, parse(text(file), file.toString()), file.toString());
    merge(merged, change, SETTING);
    return complete(merged, change.isEmpty() ? file.toString() : file + " with " + SETTING);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "no configuration file " + file + "; give an existing JSON file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not UTF-8 text; give a JSON file", e);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the configuration file " + file + ": " + DiskFailure.reason(e), e);
    }
  }

  /** Parses one JSON object; the error names the line. */
  static JsonObject parse(String text, String source) {
    try {
      return JsonText.object(text, Strictness.STRICT);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s is not JSON: %s; give one object, such as {\"batch_size\": 32}"
              .formatted(source, e.getMessage()),
          e);
    }
  }

  /** The base with the keys of {@code change} replaced. */
  static DqnConfig overlay(DqnConfig base, JsonObject change, String source) {
    JsonObject merged = ConfigKeys.write(base);
    merge(merged, change, source);
    return complete(merged, source);
  }

  private static void merge(JsonObject merged, JsonObject change, String source) {
    for (Map.Entry<String, JsonElement> entry : change.entrySet()) {
      if (!merged.has(entry.getKey())) {
        throw new ConfigException(
            "%s has an unknown key \"%s\"%s"
                .formatted(source, entry.getKey(), suggestion(entry.getKey(), merged.keySet())));
      }
      merged.add(entry.getKey(), entry.getValue());
    }
    // Naming one way to end a run replaces the other.
    replaceOther(change, merged, "total_env_steps", "total_episodes");
    replaceOther(change, merged, "total_episodes", "total_env_steps");
  }

  private static String suggestion(String unknown, Set<String> keys) {
    return ForeignNames.keyFor(unknown)
        .map("; it is called \"%s\" here"::formatted)
        .orElseGet(() -> nearest(unknown, keys));
  }

  /** The key that is nearest by its own name, or by what other libraries call it. */
  private static String nearest(String unknown, Set<String> keys) {
    List<String> names = new ArrayList<>(keys);
    names.addAll(ForeignNames.all().keySet());
    return Suggestion.nearest(unknown, names)
        .map(name -> Suggestion.text(ForeignNames.keyFor(name).orElse(name)))
        .orElse("");
  }

  private static void replaceOther(
      JsonObject change, JsonObject merged, String named, String other) {
    if (change.has(named) && !change.get(named).isJsonNull() && !change.has(other)) {
      merged.add(other, JsonNull.INSTANCE);
    }
  }

  /** The configuration of an object that holds every key. */
  static DqnConfig complete(JsonObject json, String source) {
    try {
      return ConfigKeys.read(json);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e);
    }
  }
}
