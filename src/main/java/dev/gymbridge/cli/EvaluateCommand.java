package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Greedy episodes of a trained agent, with their statistics. */
@Command(
    name = "evaluate",
    description = "Plays greedy episodes with a trained agent and prints their returns.",
    footer = {
      "",
      "Examples:",
      "  gymbridge evaluate",
      "  gymbridge evaluate DIR --episodes 1k --policy final"
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {
  /** Far from the seeds of training, which lie below 2^31 but are spread over all of it. */
  static final long DEFAULT_SEED = 1_000_000;

  private static final String WORST_SEED = "worst_seed";
  private static final String BEST_SEED = "best_seed";

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

  @Option(
      names = "--num-envs",
      paramLabel = "N",
      description =
          "Environments stepped together (default: as many as pay, or as evaluation_envs of the run"
              + " says).")
  private @Nullable Integer numEnvs;

  private final Interruption interruption;

  EvaluateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    if (numEnvs != null && numEnvs < 1) {
      throw new UsageException("--num-envs must be at least 1, got " + numEnvs);
    }
    RunOptions.requireSeed(seed);
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    Policy policy = runOptions.policy(run);
    console.note(
        "evaluating the %s policy of %s, %,d episodes"
            .formatted(policy, RunOptions.nameOf(run), episodes));
    try (TrainedAgent agent = runOptions.agent(run);
        ServerOptions.Opened opened = serverOptions.open(agent.recipe().environment(), console)) {
      int together = numEnvs == null ? agent.environmentsFor(episodes) : numEnvs;
      Evaluator evaluator = agent.evaluator(opened.source(), opened.id(), together);
      evaluator.onInterruption(
          (reason, dropped) -> console.note(reason + "; " + dropped + " played again"));
      evaluator
          .evaluate(episodes, seed, interruption::requested)
          .ifPresent(
              evaluation -> {
                JsonObject json = EvaluationNumbers.of(evaluation).toJson();
                json.addProperty("cut_off", evaluation.cutOff());
                addSeeds(json, evaluation, agent.recipe());
                json.addProperty("policy", policy.toString());
                WhatRan.addTo(json, run, agent.recipe(), seed, opened);
                console.result(json);
                console.sayToPeople(
                    "the %s policy: %s".formatted(policy, EvaluationText.of(evaluation)));
                if (json.has(WORST_SEED) && evaluation.min() < evaluation.max()) {
                  console.sayToPeople(
                      "worst episode: seed %s, best episode: seed %s; look at one with watch --seed"
                          .formatted(json.get(WORST_SEED), json.get(BEST_SEED)));
                }
              });
    }
  }

  /** Where each episode has a seed: those of an environment that vectorises itself have not. */
  private void addSeeds(JsonObject json, Evaluation evaluation, Recipe recipe) {
    if (!"native".equals(recipe.environment().server().vectorization())) {
      json.addProperty(WORST_SEED, seed + evaluation.worst());
      json.addProperty(BEST_SEED, seed + evaluation.best());
    }
  }
}
