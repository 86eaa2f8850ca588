package dev.gymbridge.dqn;

import java.util.Locale;

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
  SKIP;

  /**
   * Reads {@code fail} or {@code skip}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static NanPolicy parse(String text) {
    for (NanPolicy policy : values()) {
      if (policy.toString().equals(text)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("nan must be \"fail\" or \"skip\", got \"" + text + "\"");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
