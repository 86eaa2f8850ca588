package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import java.util.Map;

/**
 * The keyword arguments of CartPole.
 *
 * @param suttonBartoReward whether the reward is 0, and -1 on the step that ends the task; else it
 *     is 1 on each step
 */
record CartPoleArguments(boolean suttonBartoReward) {
  private static final String SUTTON_BARTO_REWARD = "sutton_barto_reward";

  /**
   * Reads them.
   *
   * @throws EnvironmentException if there is another argument, or one of another type
   */
  static CartPoleArguments of(Map<String, Object> arguments) {
    for (String name : arguments.keySet()) {
      if (!name.equals(SUTTON_BARTO_REWARD)) {
        throw new EnvironmentException(
            "%s has no argument \"%s\"; allowed is %s (true or false)"
                .formatted(CartPole.ID, name, SUTTON_BARTO_REWARD));
      }
    }
    Object value = arguments.getOrDefault(SUTTON_BARTO_REWARD, false);
    if (value instanceof Boolean suttonBartoReward) {
      return new CartPoleArguments(suttonBartoReward);
    }
    throw new EnvironmentException(
        "argument %s of %s must be true or false, got %s"
            .formatted(SUTTON_BARTO_REWARD, CartPole.ID, value));
  }

  double reward(boolean terminated) {
    if (suttonBartoReward) {
      return terminated ? -1 : 0;
    }
    return 1;
  }
}
