package dev.gymbridge.cli;

import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;

/** Where a run is and what can be done with it, one a line, as it can be pasted. */
final class WhatNext {
  private WhatNext() {}

  /**
   * The lines.
   *
   * @param over whether the run came to its end; else it goes on to it when resumed
   */
  static void say(Console console, RunDirectory run, Recipe recipe, boolean over) {
    console.say("");
    console.say("Run: " + run);
    if (Files.exists(run.report())) {
      console.say("Report: " + run.report());
    }
    console.say("");
    for (String arguments :
        List.of(
            "watch " + run, "evaluate " + run, "train --resume " + run + further(recipe, over))) {
      console.say("  " + Invocation.program().formatted(arguments));
    }
    console.say("  " + lookOn(run));
  }

  /** The command that shows a run in TensorBoard, also while it goes on. */
  static String lookOn(RunDirectory run) {
    return "tensorboard --logdir " + run;
  }

  private static String further(Recipe recipe, boolean over) {
    Long steps = recipe.config().run().totalEnvSteps();
    Long episodes = recipe.config().run().totalEpisodes();
    if (!over) {
      return "";
    }
    return steps != null
        ? " --total-steps " + 2 * steps
        : " --episodes " + 2 * Objects.requireNonNull(episodes);
  }
}
