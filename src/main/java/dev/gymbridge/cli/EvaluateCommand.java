package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.cli.TrainedRun.Policy;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.RunDirectory;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Greedy episodes of a trained agent, with their statistics. */
@Command(
    name = "evaluate",
    description = "Plays greedy episodes with a trained agent and prints their returns.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {
  /** Environments stepped together: more in a message cost less each. */
  static final int MOST_ENVS = 20;

  /** Far from the seeds of training, which lie below 2^31 but are spread over all of it. */
  static final long DEFAULT_SEED = 1_000_000;

  @Mixin private RunOptions runOptions;
  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_SEED,
      description = "Of the environments; environment i gets N + i (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    TrainedRun trained = TrainedRun.read(run);
    Policy policy = runOptions.policy(run);
    try (QNetwork network = trained.trainedNetwork(run, policy);
        ServerOptions.Opened opened = serverOptions.open(trained.environment(), console);
        VectorEnvironment environment =
            opened
                .source()
                .makeVector(
                    trained.options(opened.id()),
                    Math.min(episodes, MOST_ENVS),
                    AutoresetMode.SAME_STEP)) {
      Evaluator evaluator = new Evaluator(environment, network);
      evaluator.onInterruption(
          (reason, dropped) -> console.note(reason + "; " + dropped + " played again"));
      Evaluation evaluation = evaluator.evaluate(episodes, seed);
      JsonObject json = EvaluationNumbers.of(evaluation).toJson();
      json.addProperty("policy", policy.name().toLowerCase(Locale.ROOT));
      console.result(json);
      if (!console.json()) {
        console.say(
            String.format(
                Locale.ROOT,
                "%d episodes of the %s policy: return %.1f +- %.1f (min %.1f, max %.1f), length %.1f",
                evaluation.episodes(),
                policy.name().toLowerCase(Locale.ROOT),
                evaluation.mean(),
                evaluation.std(),
                evaluation.min(),
                evaluation.max(),
                evaluation.meanLength()));
      }
    }
  }
}
