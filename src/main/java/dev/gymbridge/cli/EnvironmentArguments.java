package dev.gymbridge.cli;

import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.JsonArguments;
import dev.gymbridge.run.ServerRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the environment is made. */
final class EnvironmentArguments {
  @Option(
      names = "--env-arg",
      paramLabel = "KEY=VALUE",
      description =
          "A keyword argument of the environment, such as is_slippery=false: JSON, or else the text"
              + " itself. Repeatable.")
  private Map<String, String> arguments = new LinkedHashMap<>();

  @Option(
      names = "--wrapper",
      paramLabel = "NAME[:KEY=VALUE,...]",
      converter = WrapperOption.class,
      description =
          "A wrapper of gymnasium.wrappers, or module:Class, with its arguments, such as"
              + " ResizeObservation:shape=[84,84]. Repeatable; the last is the outermost.")
  private List<Wrapper> wrappers = List.of();

  @Option(
      names = "--max-episode-steps",
      paramLabel = "N",
      description = "Cuts an episode off after N env steps (default: the environment's own limit).")
  private @Nullable Integer maxEpisodeSteps;

  boolean isEmpty() {
    return arguments.isEmpty() && wrappers.isEmpty() && maxEpisodeSteps == null;
  }

  /** The recipe of an environment. */
  EnvironmentRecipe recipe(String id, List<String> observationKeys, ServerRecipe server) {
    if (id.isBlank()) {
      throw new UsageException("the environment's id is empty; give one such as CartPole-v1");
    }
    if (maxEpisodeSteps != null && maxEpisodeSteps < 1) {
      throw new UsageException("--max-episode-steps must be at least 1, got " + maxEpisodeSteps);
    }
    return new EnvironmentRecipe(
        id,
        JsonArguments.toJava(JsonValues.object(arguments)),
        wrappers,
        maxEpisodeSteps == null ? OptionalInt.empty() : OptionalInt.of(maxEpisodeSteps),
        observationKeys,
        server);
  }
}
