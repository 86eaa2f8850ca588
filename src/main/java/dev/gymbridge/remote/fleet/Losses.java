package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.VectorStepResult;

/**
 * Counts how often in a row environments were lost: with no episode between that came to its end,
 * and no {@value #STEPS_OF_PROGRESS} steps of all environments.
 */
final class Losses {
  private static final int MOST_IN_A_ROW = 5;
  private static final int STEPS_OF_PROGRESS = 1_000;

  private int inARow;
  private int steps;

  /**
   * Counts one more.
   *
   * @param id of the environment
   * @param why in one line
   * @throws EnvironmentException if that is one too many
   */
  void add(String id, String why) {
    steps = 0;
    if (++inARow > MOST_IN_A_ROW) {
      throw new EnvironmentException(
          "environments of %s broke off %d times with no whole episode between, the last time since %s"
              .formatted(id, inARow, why));
    }
  }

  /** Notes a step in which nothing was lost. */
  void noteStep(VectorStepResult result) {
    if (inARow == 0) {
      return;
    }
    boolean goesOn = ++steps >= STEPS_OF_PROGRESS;
    for (int i = 0; i < result.rewards().length; i++) {
      goesOn |= result.ended(i);
    }
    if (goesOn) {
      inARow = 0;
    }
  }
}
