package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.ConfigKey;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.ServerRecipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is trained, on what, and for how long. */
final class RecipeOptions {
  private static final long DEFAULT_SEED = 1;

  @Mixin private EnvironmentId environmentId;
  @Mixin private EnvironmentArguments environmentArguments;

  @Option(
      names = "--observation-keys",
      paramLabel = "KEY",
      split = ",",
      description =
          "Of observations that are a Dict, what the agent sees (default: all that can be learned"
              + " from).")
  private List<String> observationKeys = List.of();

  @Option(
      names = "--num-envs",
      paramLabel = "N",
      description = "Environments stepped together (default: as the preset says).")
  private @Nullable Integer numEnvs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every random choice (default: " + DEFAULT_SEED + ").")
  private @Nullable Long seed;

  @ArgGroup private @Nullable ConfigSource configSource;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes one key of the preset or file, such as batch_size=32. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--nan",
      paramLabel = "fail|skip",
      completionCandidates = OfferedValues.NanPolicies.class,
      description =
          "What is done about an observation or a reward that is not finite: end the run with words"
              + " (the default), or leave that transition out. The same as --set nan=...")
  private @Nullable String nan;

  @Option(
      names = "--record-actions",
      description =
          "Keeps what is done in each episode, so that watch --episode N shows it as it was. The"
              + " same as --set record_actions=true.")
  private boolean recordActions;

  @ArgGroup private @Nullable Length length;

  /** A preset or a file, not both. */
  static final class ConfigSource {
    @Option(
        names = "--preset",
        paramLabel = "NAME",
        completionCandidates = OfferedValues.Presets.class,
        description =
            "One of those that the command presets lists (default: the environment's own, else the"
                + " one for its observations).")
    private @Nullable String preset;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "A JSON file; missing keys are those of the preset default.")
    private @Nullable Path file;

    Recipe recipe(EnvironmentRecipe environment, long seed, JsonObject changes) {
      return file == null
          ? new Recipe(
              environment,
              seed,
              String.valueOf(preset),
              DqnConfig.preset(String.valueOf(preset)).with(changes))
          : new Recipe(environment, seed, "custom", DqnConfig.read(file, changes));
    }
  }

  /** Env steps or episodes, not both. */
  static final class Length {
    @Option(names = "--total-steps", paramLabel = "N", description = "Ends after N env steps.")
    private @Nullable Long totalSteps;

    @Option(names = "--episodes", paramLabel = "N", description = "Ends after N episodes.")
    private @Nullable Long episodes;
  }

  /** Whether anything is said that no run which goes on can change; see {@link #changed}. */
  boolean isGiven() {
    return environmentId.isGiven()
        || !environmentArguments.isEmpty()
        || !observationKeys.isEmpty()
        || numEnvs != null
        || seed != null
        || configSource != null
        || recordActions;
  }

  /**
   * The recipe of a new run.
   *
   * @throws UsageException if it cannot be
   */
  Recipe recipe(ServerOptions serverOptions) {
    String id = environmentId.id();
    RunOptions.requireSeed(seed);
    long chosenSeed = seed == null ? DEFAULT_SEED : seed;
    EnvironmentRecipe environmentRecipe =
        environmentArguments.recipe(id, observationKeys, serverOptions.recipe(ServerRecipe.PLAIN));
    return configSource == null
        ? Recipe.usual(environmentRecipe, chosenSeed, changes())
        : configSource.recipe(environmentRecipe, chosenSeed, changes());
  }

  /**
   * A recipe as it was, but for what a run that goes on may change; nothing else {@link #isGiven}.
   *
   * @throws UsageException if another key is to be changed
   */
  Recipe changed(Recipe kept) {
    DqnConfig.keys().stream()
        .filter(key -> !key.isChangeable() && settings.containsKey(key.name()))
        .findFirst()
        .ifPresent(
            key -> {
              throw new UsageException(
                  "--resume cannot change %s: what the run has learned rests on it; it can change %s"
                      .formatted(key.name(), changeable()));
            });
    return kept.withConfig(kept.config().with(changes()));
  }

  private static String changeable() {
    return DqnConfig.keys().stream()
        .filter(ConfigKey::isChangeable)
        .map(ConfigKey::name)
        .collect(Collectors.joining(", "));
  }

  /** The values of {@code --set}, such as 10k. */
  static JsonObject changes(Map<String, String> settings) {
    JsonObject changes = new JsonObject();
    settings.forEach((key, value) -> changes.add(key, JsonValues.parse(Counts.plain(value))));
    return changes;
  }

  private JsonObject changes() {
    JsonObject changes = lengthChanges();
    changes(settings).asMap().forEach(changes::add);
    if (nan != null) {
      changes.addProperty("nan", nan);
    }
    if (recordActions) {
      changes.addProperty("record_actions", true);
    }
    if (numEnvs != null) {
      changes.addProperty("num_envs", numEnvs);
    }
    return changes;
  }

  private JsonObject lengthChanges() {
    JsonObject changes = new JsonObject();
    if (length != null && length.totalSteps != null) {
      changes.addProperty("total_env_steps", length.totalSteps);
    } else if (length != null) {
      changes.addProperty("total_episodes", length.episodes);
    }
    return changes;
  }
}
