package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.TrainedAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Greedy episodes of a trained agent, with their statistics. */
@Command(
    name = "evaluate",
    description = "Plays greedy episodes with a trained agent and prints their returns.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {
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

  private final Interruption interruption;

  EvaluateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    Console console = outputOptions.console();
    Policy policy = runOptions.policy(runOptions.run());
    try (TrainedAgent agent = runOptions.agent();
        ServerOptions.Opened opened = serverOptions.open(agent.recipe().environment(), console)) {
      Evaluator evaluator = agent.evaluator(opened.source(), opened.id(), episodes);
      evaluator.onInterruption(
          (reason, dropped) -> console.note(reason + "; " + dropped + " played again"));
      evaluator
          .evaluate(episodes, seed, interruption::requested)
          .ifPresent(evaluation -> report(console, evaluation, policy));
    }
  }

  private static void report(Console console, Evaluation evaluation, Policy policy) {
    JsonObject json = EvaluationNumbers.of(evaluation).toJson();
    json.addProperty("cut_off", evaluation.cutOff());
    json.addProperty("policy", policy.toString());
    console.result(json);
    if (!console.json()) {
      console.say("the %s policy: %s".formatted(policy, EvaluationText.of(evaluation)));
    }
  }
}
