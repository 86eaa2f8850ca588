package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configurations that come with gymbridge, kept as JSON resources beside this class. */
final class Presets {
  static final String DEFAULT = "default";
  static final List<String> NAMES = List.of("cartpole", DEFAULT, "minimalrl");

  private Presets() {}

  static String nameFor(String environmentId) {
    String withoutSource = environmentId.substring(environmentId.indexOf(':') + 1);
    return withoutSource.equals("CartPole") || withoutSource.startsWith("CartPole-v")
        ? "cartpole"
        : DEFAULT;
  }

  static DqnConfig load(String name) {
    if (!NAMES.contains(name)) {
      throw new ConfigException(
          "no preset \"%s\"%s; there are %s"
              .formatted(name, Suggestion.of(name, NAMES), String.join(", ", NAMES)));
    }
    JsonObject preset = resource(name);
    if (name.equals(DEFAULT)) {
      return ConfigJson.complete(preset, "preset " + name);
    }
    return ConfigJson.overlay(load(DEFAULT), preset, "preset " + name);
  }

  private static JsonObject resource(String name) {
    String file = "presets/" + name + ".json";
    try (InputStream in = Presets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      return ConfigJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
