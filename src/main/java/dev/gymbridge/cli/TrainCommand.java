package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.ConfigException;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ServerRecipe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains an agent, shows it, and leaves a run directory. */
@Command(
    name = "train",
    description = "Trains a Deep Q-Network on an environment, then shows and records the agent.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  gymbridge train",
      "  gymbridge train Acrobot-v1 --total-steps 50k --seed 3",
      "  gymbridge train FrozenLake-v1 --env-arg is_slippery=false",
      "  gymbridge train --preset minimalrl --set honour_time_limit=false",
      "  gymbridge train --resume runs/CartPole-v1/20260102-030405-seed1 --total-steps 80k"
    })
final class TrainCommand implements Callable<Integer> {
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

  @Mixin private ServerOptions serverOptions;

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
      description =
          "What is done about an observation or a reward that is not finite: end the run with words"
              + " (the default), or leave that transition out. The same as --set nan=...")
  private @Nullable String nan;

  @ArgGroup private @Nullable Length length;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Where the run is kept (default: runs/<env>/<timestamp>-seed<seed>).")
  private @Nullable Path runDirectory;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Goes on with the run of this directory, from its checkpoint.")
  private @Nullable Path resume;

  @Option(names = "--no-test", description = "No test episodes, and so no GIF, after training.")
  private boolean noTest;

  @Option(
      names = "--help-keys",
      description = "Lists every key of a configuration: its value here, its range, its meaning.")
  private boolean helpKeys;

  @Mixin private OutputOptions outputOptions;

  private final Interruption interruption;

  TrainCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  /** A preset or a file, not both. */
  static final class ConfigSource {
    @Option(
        names = "--preset",
        paramLabel = "NAME",
        description =
            "cartpole, minimalrl or default (default: cartpole for CartPole, else default).")
    private @Nullable String preset;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "A JSON file; missing keys are those of the preset default.")
    private @Nullable Path file;
  }

  /** Env steps or episodes, not both. */
  static final class Length {
    @Option(names = "--total-steps", paramLabel = "N", description = "Ends after N env steps.")
    private @Nullable Long totalSteps;

    @Option(names = "--episodes", paramLabel = "N", description = "Ends after N episodes.")
    private @Nullable Long episodes;
  }

  @Override
  public Integer call() {
    Console console = outputOptions.console();
    if (helpKeys) {
      KeysHelp.print(console, config());
      return 0;
    }
    Path resumed = resume;
    Recipe recipe = resumed == null ? newRecipe() : resumedRecipe(resumed);
    RunDirectory run = directory(recipe);
    TrainingSession session =
        new TrainingSession(recipe, run, resumed != null, console, interruption);
    session.announce();
    try (ServerOptions.Opened opened = serverOptions.open(recipe.environment(), console)) {
      console.result(session.run(opened, !noTest));
    } finally {
      run.removeIfEmpty();
    }
    return interruption.requested() ? Interruption.EXIT_CODE : 0;
  }

  private RunDirectory directory(Recipe recipe) {
    if (resume != null) {
      return RunOptions.open(resume);
    }
    return runDirectory == null
        ? RunDirectory.create(
            RunOptions.ROOT,
            recipe.environment().id(),
            recipe.seed(),
            Clock.system(ZoneId.systemDefault()))
        : RunDirectory.createAt(runDirectory);
  }

  private Recipe newRecipe() {
    String id = environmentId.id();
    long chosenSeed = seed == null ? DEFAULT_SEED : seed;
    if (chosenSeed < 0) {
      throw new UsageException("--seed must be at least 0, got " + chosenSeed);
    }
    EnvironmentRecipe environmentRecipe =
        environmentArguments.recipe(id, observationKeys, serverOptions.recipe(ServerRecipe.PLAIN));
    return new Recipe(environmentRecipe, chosenSeed, preset(), config());
  }

  /** The name of the preset that is meant; {@code custom} for a file. */
  private String preset() {
    if (configSource == null) {
      return DqnConfig.presetFor(environmentId.id());
    }
    return configSource.preset == null ? "custom" : configSource.preset;
  }

  private DqnConfig config() {
    try {
      DqnConfig base =
          configSource != null && configSource.file != null
              ? DqnConfig.read(configSource.file)
              : DqnConfig.preset(preset());
      return withLength(withSettings(base));
    } catch (ConfigException e) {
      throw new UsageException(e);
    }
  }

  private Recipe resumedRecipe(Path directory) {
    boolean conflicting =
        environmentId.isGiven()
            || !environmentArguments.isEmpty()
            || !observationKeys.isEmpty()
            || numEnvs != null
            || seed != null
            || configSource != null
            || !settings.isEmpty()
            || nan != null
            || runDirectory != null;
    if (conflicting) {
      throw new UsageException(
          "--resume goes on with the run as it was configured; beside it only --total-steps,"
              + " --episodes, --no-test and the options of the server may be given");
    }
    Recipe kept = Recipe.read(RunOptions.open(directory));
    return kept.withConfig(withLength(kept.config()));
  }

  private DqnConfig withSettings(DqnConfig config) {
    JsonObject changes = new JsonObject();
    settings.forEach((key, value) -> changes.add(key, JsonValues.parse(Counts.plain(value))));
    if (nan != null) {
      changes.addProperty("nan", nan);
    }
    if (numEnvs != null) {
      changes.addProperty("num_envs", numEnvs);
    }
    return config.with(changes);
  }

  private DqnConfig withLength(DqnConfig config) {
    if (length == null) {
      return config;
    }
    if (length.totalSteps != null) {
      return config.withTotalEnvSteps(length.totalSteps);
    }
    return length.episodes == null ? config : config.withTotalEpisodes(length.episodes);
  }
}
