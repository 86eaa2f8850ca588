package dev.gymbridge.cli;

import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RecordedEpisode;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.TrainedAgent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is shown: greedy episodes of a policy, or an episode of the training as it was. */
final class ShownOptions {
  @Mixin private RunOptions runOptions;
  @Mixin private ServerOptions serverOptions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of the first episode; the next has N + 1 (default: "
              + EvaluateCommand.DEFAULT_SEED
              + ").")
  private @Nullable Long seed;

  @Option(
      names = "--episode",
      paramLabel = "N",
      description =
          "Episode N of progress.csv, as it was in training; of a run that was trained with"
              + " --record-actions.")
  private @Nullable Long episode;

  /** The run that is meant. */
  RunDirectory run() {
    return runOptions.run();
  }

  /**
   * Opens what is to be shown; the caller closes it.
   *
   * @param verb what is about to be done with it, for the person who waits
   */
  Shown open(RunDirectory run, String verb, Console console) {
    RunOptions.requireSeed(seed);
    if (episode != null && episode < 1) {
      throw new UsageException("--episode must be at least 1, got " + episode);
    }
    return episode == null ? greedy(run, verb, console) : recorded(run, episode, verb, console);
  }

  /** The same agent as it was before training, on an environment of its own; closed with it. */
  static ShownEpisode untrained(RunDirectory run, Shown after) {
    if (after.recorded() != null) {
      throw new UsageException(
          "--before-after shows what a policy does, --episode what was done; leave one out");
    }
    TrainedAgent agent =
        after.resources().add(TrainedAgent.untrained(run, TensorFlowQNetwork::create));
    var environment = agent.drawnEnvironment(after.opened().source(), after.opened().id());
    return ShownEpisode.greedy(environment, agent.network(), agent.recipe().config());
  }

  private Shown greedy(RunDirectory run, String verb, Console console) {
    Policy policy = runOptions.policy(run);
    console.note("%s the %s policy of %s".formatted(verb, policy, RunOptions.nameOf(run)));
    return opening(
        resources -> {
          TrainedAgent agent = resources.add(runOptions.agent(run));
          Recipe recipe = agent.recipe();
          ServerOptions.Opened opened =
              resources.add(serverOptions.open(recipe.environment(), console));
          var environment = agent.drawnEnvironment(opened.source(), opened.id());
          return new Shown(
              recipe,
              opened,
              environment,
              ShownEpisode.greedy(environment, agent.network(), recipe.config()),
              seed == null ? EvaluateCommand.DEFAULT_SEED : seed,
              policy,
              null,
              resources);
        });
  }

  private Shown recorded(RunDirectory run, long number, String verb, Console console) {
    if (seed != null || runOptions.isPolicyGiven()) {
      throw new UsageException(
          "--episode shows what was done in training, with the seed that it had; leave out "
              + (seed != null ? "--seed" : "--policy"));
    }
    RecordedEpisode recorded = read(run, number);
    console.note("%s episode %d of %s, as it was in training".formatted(verb, number, run));
    Recipe recipe = Recipe.read(run);
    return opening(
        resources -> {
          ServerOptions.Opened opened =
              resources.add(serverOptions.open(recipe.environment(), console));
          var environment =
              resources.add(TrainedAgent.drawnEnvironment(recipe, opened.source(), opened.id()));
          return new Shown(
              recipe,
              opened,
              environment,
              ShownEpisode.recorded(environment, recorded),
              recorded.seed(),
              null,
              recorded,
              resources);
        });
  }

  /** What opens it adds what it makes to the resources; they are closed where it fails. */
  private static Shown opening(Function<Resources, Shown> open) {
    Resources resources = new Resources();
    try {
      return open.apply(resources);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static RecordedEpisode read(RunDirectory run, long number) {
    try {
      return RecordedEpisode.read(run, number);
    } catch (RunDirectoryException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }
}
