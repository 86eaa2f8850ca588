package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.ObservationShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The configurations that come with gymbridge, kept as JSON resources beside this class. */
final class Presets {
  static final String DEFAULT = "default";
  private static final String UNMEASURED = "nothing that was measured over seeds";

  static final List<Preset> ALL =
      List.of(
          tuned(
              "cartpole",
              "CartPole",
              "min 499.7, mean 500.0, max 500.0 on CartPole-v1 in 50,000 env steps, "
                  + "final policy (seeds 1 to 20)"),
          tuned(
              "acrobot",
              "Acrobot",
              "min -75.7, mean -70.2, max -66.4 on Acrobot-v1 in 100,000 env steps, "
                  + "final policy (seeds 1 to 10)"),
          tuned(
              "mountaincar",
              "MountainCar",
              "min -98.8, mean -98.3, max -98.0 on MountainCar-v0 in 120,000 env "
                  + "steps, final policy (seeds 1 to 10)"),
          tuned(
              "lunarlander",
              "LunarLander",
              "min 225.6, mean 261.1, max 276.7 on LunarLander-v3 in 100,000 env "
                  + "steps, final policy (seeds 1 to 10); min 285.0, mean 288.6, max 290.2 on "
                  + "LunarLander-v3 in 500,000 env steps, final policy (seeds 1 to 10)"),
          new Preset(
              DEFAULT,
              "",
              "one for every environment that has none of its own",
              "min 500.0, mean 500.0, max 500.0 on CartPole-v1 in 50,000 env steps, "
                  + "final policy (seeds 1 to 5); min -98.3, mean -98.1, max -98.0 on "
                  + "MountainCar-v0 in 120,000 env steps, final policy (seeds 1 to 5); min "
                  + "-80.7, mean -73.9, max -69.8 on Acrobot-v1 in 100,000 env steps, final "
                  + "policy (seeds 1 to 5)"),
          new Preset(
              "minatar",
              "",
              "its sibling for small pictures of bytes, such as MinAtar's 10 by 10",
              "min 20.7, mean 22.7, max 25.1 on MinAtar/Breakout-v1 in 1,000,000 env steps, "
                  + "final policy (seeds 1 to 3)"),
          new Preset(
              "atari",
              "",
              "its sibling for pictures of bytes of at least 36 pixels a side (Mnih et al. 2015)",
              UNMEASURED),
          new Preset(
              "minimalrl",
              "",
              "the classic script on CartPole, number for number",
              "a mean training return of 132 to 274 on CartPole-v1 (8 seeds)"),
          new Preset(
              "rainbow",
              "",
              "double, dueling, n-step, prioritized, categorical and noisy together (Hessel et al."
                  + " 2018)",
              UNMEASURED));

  private Presets() {}

  private static Preset tuned(String name, String environment, String reaches) {
    return new Preset(name, environment, "tuned for " + environment, reaches);
  }

  static List<String> names() {
    return ALL.stream().map(Preset::name).toList();
  }

  static String nameFor(String environmentId) {
    return ALL.stream()
        .filter(preset -> preset.suits(environmentId))
        .findFirst()
        .map(Preset::name)
        .orElse(DEFAULT);
  }

  static String nameFor(String environmentId, ObservationShape observation) {
    String own = nameFor(environmentId);
    return own.equals(DEFAULT) ? nameFor(Convolution.forObservation(observation)) : own;
  }

  /** Its own alone; else all that {@link #nameFor(String, ObservationShape)} may say. */
  static List<String> namesFor(String environmentId) {
    String own = nameFor(environmentId);
    return own.equals(DEFAULT)
        ? Arrays.stream(Convolution.values()).map(Presets::nameFor).toList()
        : List.of(own);
  }

  private static String nameFor(Convolution convolution) {
    return switch (convolution) {
      case NONE -> DEFAULT;
      case MINATAR -> "minatar";
      case NATURE -> "atari";
    };
  }

  static DqnConfig load(String name) {
    List<String> names = names();
    if (!names.contains(name)) {
      throw new ConfigException(
          "no preset \"%s\"%s; there are %s"
              .formatted(name, Suggestion.of(name, names), String.join(", ", names)));
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
