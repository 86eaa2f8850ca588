package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.FinishedRun;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ServerRecipe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--record-actions",
      description =
          "Keeps what is done in each episode, so that watch --episode N shows it as it was. The"
              + " same as --set record_actions=true.")
  private boolean recordActions;

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
      names = "--watch",
      paramLabel = "K",
      defaultValue = "0",
      description = "Shows the agent in a window after every K-th evaluation, for one episode.")
  private int watch;

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

  @Override
  public Integer call() {
    Console console = outputOptions.console();
    if (helpKeys) {
      KeysHelp.print(console, newRecipe().config());
      return 0;
    }
    Path resumed = resume;
    Recipe recipe = resumed == null ? newRecipe() : resumedRecipe(resumed);
    requireWatchable(recipe.config());
    RunDirectory run = directory(recipe);
    Optional<FinishedRun> finished =
        resumed == null ? Optional.empty() : FinishedRun.of(run, recipe);
    if (finished.isPresent()) {
      sayThatItIsOver(console, run, recipe, finished.get());
      return 0;
    }
    TrainingSession session =
        new TrainingSession(recipe, run, resumed != null, console, interruption, watch);
    session.announce();
    try (ServerOptions.Opened opened = serverOptions.open(recipe.environment(), console)) {
      console.result(session.run(opened, !noTest));
    } finally {
      run.removeIfEmpty();
    }
    return interruption.requested() ? Interruption.EXIT_CODE : 0;
  }

  private void requireWatchable(DqnConfig config) {
    if (watch < 0) {
      throw new UsageException("--watch must be at least 1, got " + watch);
    }
    if (watch > 0 && config.evaluation().evaluationPeriod() == null) {
      throw new UsageException(
          "--watch shows evaluations, and there are none: evaluation_period is null; give it a"
              + " period, such as --set 'evaluation_period=5000 env_steps'");
    }
    if (watch > 0 && !EpisodeWindow.available()) {
      throw new CommandException(
          "--watch opens a window, and there is no display; leave it out, and record the agent"
              + " after training: record --out agent.gif");
    }
  }

  private static void sayThatItIsOver(
      Console console, RunDirectory run, Recipe recipe, FinishedRun finished) {
    console.say(
        "%s is over, %s: there is nothing to go on with, and nothing was changed"
            .formatted(run, finished.text()));
    WhatNext.say(console, run, recipe, true);
    JsonObject json = finished.summary();
    json.addProperty("run", run.toString());
    console.result(json);
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
    return configSource == null
        ? Recipe.usual(environmentRecipe, chosenSeed, changes())
        : configSource.recipe(environmentRecipe, chosenSeed, changes());
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
            || recordActions
            || runDirectory != null;
    if (conflicting) {
      throw new UsageException(
          "--resume goes on with the run as it was configured; beside it only --total-steps,"
              + " --episodes, --no-test and the options of the server may be given");
    }
    Recipe kept = Recipe.read(RunOptions.open(directory));
    return kept.withConfig(kept.config().with(lengthChanges()));
  }

  private JsonObject changes() {
    JsonObject changes = lengthChanges();
    settings.forEach((key, value) -> changes.add(key, JsonValues.parse(Counts.plain(value))));
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
