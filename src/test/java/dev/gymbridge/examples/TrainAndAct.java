package dev.gymbridge.examples;

import dev.gymbridge.agent.Agent;
import dev.gymbridge.agent.DqnTraining;
import dev.gymbridge.env.EnvironmentSource;
import java.nio.file.Path;

/** Trains an agent on an environment of one's own, and lets it act elsewhere. */
final class TrainAndAct {
  private TrainAndAct() {}

  static void train(Path directory) {
    try (EnvironmentSource source = EnvironmentSource.of("Corridor-v0", Corridor::new);
        Agent agent =
            DqnTraining.of(source, "Corridor-v0")
                .set("total_env_steps", 5_000)
                .set("learning_starts", 200)
                .set("evaluation_period", null)
                .in(directory)
                .train()) {
      System.out.println("from the second cell it goes " + (agent.act(1f) == 1 ? "out" : "back"));
    }
  }

  static int act(Path directory, float cell) {
    try (Agent agent = Agent.load(directory)) {
      return agent.act(cell);
    }
  }
}
