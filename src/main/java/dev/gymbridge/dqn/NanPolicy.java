package dev.gymbridge.dqn;

/**
 * What is done about a reward or an observation that is not finite.
 *
 * <p>A loss that is not finite always ends the run: there is no way back to the weights before it.
 */
public enum NanPolicy {
  /** The run ends with a {@link NonFiniteException}. */
  FAIL,
  /**
   * The transition is not learned from, its reward is left out of the return, and it is counted.
   */
  SKIP
}
