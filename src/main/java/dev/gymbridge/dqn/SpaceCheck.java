package dev.gymbridge.dqn;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;

/** What DQN needs of an environment: discrete actions, observations of one size. */
public final class SpaceCheck {
  private SpaceCheck() {}

  /**
   * Passes an environment that DQN can learn.
   *
   * @throws UnsupportedEnvironmentException if its actions are not {@link Discrete}, or its
   *     observations differ in size or are empty
   */
  public static void requireLearnable(
      String environmentId, Space observationSpace, Space actionSpace) {
    if (!(actionSpace instanceof Discrete)) {
      throw new UnsupportedEnvironmentException(
          "%s has the action space %s; DQN needs a Discrete one, an action value for each action."
                  .formatted(environmentId, actionSpace)
              + howToMakeDiscrete(actionSpace));
    }
    try {
      if (observationSpace.flatSize() == 0) {
        throw new UnsupportedEnvironmentException(
            "%s has the observation space %s, whose observations have no numbers: there is nothing to"
                    .formatted(environmentId, observationSpace)
                + " learn from. Observe something, a constant if need be");
      }
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedEnvironmentException(
          "%s has the observation space %s, whose observations differ in size; a Q-network takes a"
                  .formatted(environmentId, observationSpace)
              + " fixed number of floats. Wrap the environment so that its observations have one"
              + " size");
    }
  }

  private static String howToMakeDiscrete(Space actionSpace) {
    if (actionSpace instanceof Box) {
      return " Its actions are continuous: --wrapper DiscretizeAction:bins=5 makes them discrete,"
          + " five values for each number";
    }
    return " Choose an environment with discrete actions, or wrap this one so that it has them:"
        + " --wrapper module:Class";
  }
}
