package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.run.FinishedRun;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Runs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "  gymbridge train --resume DIR --total-steps 80k",
      "  gymbridge train --resume DIR --nan skip"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private RecipeOptions recipeOptions;
  @Mixin private ServerOptions serverOptions;

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

  @Override
  public Integer call() {
    Console console = outputOptions.console();
    if (helpKeys) {
      KeysHelp.print(console, recipeOptions.recipe(serverOptions).config());
      return 0;
    }
    Path resumed = resume;
    Recipe recipe = resumed == null ? recipeOptions.recipe(serverOptions) : resumedRecipe(resumed);
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
    TensorFlowQNetwork.prepare();
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
        ? Runs.create(
            RunOptions.ROOT,
            recipe.environment().id(),
            recipe.seed(),
            Clock.system(ZoneId.systemDefault()))
        : RunDirectory.createAt(runDirectory);
  }

  private Recipe resumedRecipe(Path directory) {
    if (recipeOptions.isGiven() || runDirectory != null) {
      throw new UsageException(
          "--resume goes on with the run as it was configured; beside it only --total-steps,"
              + " --episodes, --nan, --no-test, the options of the server and --set of keys that"
              + " change nothing learned (train --help-keys) may be given");
    }
    return recipeOptions.changed(Recipe.read(RunOptions.open(directory)));
  }
}
