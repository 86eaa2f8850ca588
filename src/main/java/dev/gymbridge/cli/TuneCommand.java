package dev.gymbridge.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.NonFiniteException;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.OtherSearchException;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Runs;
import dev.gymbridge.run.SearchSpace;
import dev.gymbridge.run.ServerRecipe;
import dev.gymbridge.run.TrainingRun;
import dev.gymbridge.run.Trial;
import dev.gymbridge.run.Tuning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for a configuration. */
@Command(
    name = "tune",
    description = {
      "Looks for a configuration by successive halving: many trials are trained for a short time, the"
          + " better half of them anew for twice as long, and so on. Broken off, it goes on when it is"
          + " given the same options."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  gymbridge tune native:Acrobot-v1 --trials 16 --total-steps 100000",
      "  gymbridge tune lab:Arm-v0 --jobs 1 --set evaluation_envs=shared"
    })
final class TuneCommand implements Callable<Integer> {
  private static final long EVALUATION_SEED = 3_000_000;

  @Mixin private EnvironmentId environmentId;
  @Mixin private EnvironmentArguments environmentArguments;
  @Mixin private ServerOptions serverOptions;

  @Option(
      names = "--trials",
      defaultValue = "16",
      paramLabel = "N",
      description = "Configurations tried at first (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--total-steps",
      paramLabel = "N",
      description = "Env steps of the last round (default: as the preset of the environment says).")
  private @Nullable Long totalSteps;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Gives a key of the configuration one value in every trial and in the preset, such as"
              + " final_evaluation_episodes=20. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      defaultValue = "100",
      paramLabel = "N",
      description = "Of the choice of trials and of each training (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Trainings at the same time (default: one a processor).")
  private @Nullable Integer jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the table, the runs and the preset stand (default: tuning/<env>).")
  private @Nullable Path out;

  @Mixin private OutputOptions outputOptions;

  private final Interruption interruption;

  TuneCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    if (trials < 1 || (jobs != null && jobs < 1) || (totalSteps != null && totalSteps < 1)) {
      throw new UsageException(
          "--trials, --jobs and --total-steps must be at least 1, got %s, %s and %s"
              .formatted(trials, jobs, totalSteps));
    }
    String environment = environmentId.id();
    Console console = outputOptions.console();
    EnvironmentRecipe recipe =
        environmentArguments.recipe(
            environment, List.of(), serverOptions.recipe(ServerRecipe.PLAIN));
    Path directory = out == null ? Path.of("tuning", RunDirectory.fileName(environment)) : out;
    DqnConfig base = DqnConfig.preset("default");
    SearchSpace space = SearchSpace.usual().with(fixed(base));
    long envSteps = totalSteps == null ? usualSteps(environment) : totalSteps;
    console.note(
        "tuning %s: %d trials, seed %d, up to %,d env steps each; table, runs and preset in %s"
            .formatted(environment, trials, seed, envSteps, directory));
    Tuning tuning = tuning(space, envSteps, directory);
    Trial best;
    try (ServerOptions.Opened opened = serverOptions.open(recipe, console)) {
      best =
          tuning.search(
              trial -> score(trial, base, recipe, opened, directory),
              jobs == null ? Runtime.getRuntime().availableProcessors() : jobs,
              interruption::requested,
              console::say);
    }
    if (interruption.requested()) {
      console.say("Interrupted; the same command goes on");
      return Interruption.EXIT_CODE;
    }
    JsonObject length = new JsonObject();
    length.addProperty("total_env_steps", envSteps);
    Path preset = directory.resolve("preset.json");
    Tuning.writePreset(best, length, preset);
    console.say("best: " + best.name() + ", " + Numbers.score(tuning.scoreOf(best)));
    console.say(
        "  "
            + Invocation.program()
                .formatted("train --env %s --config %s".formatted(environment, preset)));
    JsonObject result = new JsonObject();
    result.addProperty("environment", environment);
    result.addProperty("seed", seed);
    result.addProperty("directory", directory.toString());
    result.addProperty("best", best.name());
    result.addProperty("score", tuning.scoreOf(best));
    result.add("changes", best.changes());
    result.addProperty("preset", preset.toString());
    console.result(result);
    return 0;
  }

  /** What {@code --set} says, once it is known to be a configuration. */
  private JsonObject fixed(DqnConfig base) {
    JsonObject fixed = RecipeOptions.changes(settings);
    for (String length : List.of("total_env_steps", "total_episodes")) {
      if (fixed.has(length)) {
        throw new UsageException(
            "tune trains for more and more env steps: give --total-steps N in place of --set "
                + length);
      }
    }
    base.with(fixed);
    return fixed;
  }

  private Tuning tuning(SearchSpace space, long envSteps, Path directory) {
    try {
      return new Tuning(space, seed, trials, envSteps, directory);
    } catch (OtherSearchException e) {
      throw new UsageException(e);
    }
  }

  private static long usualSteps(String environment) {
    Long steps = DqnConfig.preset(DqnConfig.presetFor(environment)).run().totalEnvSteps();
    if (steps == null) {
      throw new UsageException("give --total-steps: the preset counts episodes");
    }
    return steps;
  }

  /** The mean return of the final policy; what cannot be trained is the worst. */
  private double score(
      Trial trial,
      DqnConfig base,
      EnvironmentRecipe environment,
      ServerOptions.Opened opened,
      Path directory) {
    DqnConfig config = base.with(trial.changes()).withTotalEnvSteps(trial.envSteps());
    Recipe recipe =
        new Recipe(
            environment, seed, "custom", config.with("evaluation_period", JsonNull.INSTANCE));
    EnvironmentSource source = opened.source();
    try (TrainingRun run =
        TrainingRun.open(recipe, source, opened.id(), TensorFlowQNetwork::create)) {
      RunDirectory runDirectory = Runs.createFresh(directory.resolve(trial.name()));
      run.train(runDirectory, false, Map.of(), interruption::requested);
      return run.evaluate(EVALUATION_SEED, interruption::requested)
          .map(Evaluation::mean)
          .orElse(Double.NEGATIVE_INFINITY);
    } catch (NonFiniteException diverged) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}
