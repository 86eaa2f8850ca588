package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;

/**
 * On which environments greedy episodes are played: so many of their own, or the one that trains.
 *
 * @param count environments of their own; 0 for as many as pay
 * @param shared whether they are played on the environment that trains, between its episodes
 */
public record EvaluationEnvs(int count, boolean shared) {
  /** As many as pay, and never more than episodes. */
  public static final EvaluationEnvs AUTO = new EvaluationEnvs(0, false);

  /** The environment that trains. */
  public static final EvaluationEnvs SHARED = new EvaluationEnvs(0, true);

  /** More in a message cost less each, but each is made, and the last episode is waited for. */
  private static final int MOST_THAT_PAY = 20;

  public EvaluationEnvs {
    if (count < 0) {
      throw new IllegalArgumentException("evaluation_envs must be at least 1, got " + count);
    }
  }

  /**
   * Reads {@code auto}, {@code shared} or a number.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static EvaluationEnvs parse(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    if (text.equals("shared")) {
      return SHARED;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= 1) {
        return new EvaluationEnvs(count, false);
      }
    } catch (NumberFormatException e) {
      // Said below, together with a number below 1.
    }
    throw new IllegalArgumentException(
        "evaluation_envs must be \"auto\", \"shared\" or a number of at least 1, got \"%s\""
            .formatted(text));
  }

  /** How many {@link VectorEnvironment environments} are made for so many episodes. */
  public int forEpisodes(int episodes) {
    if (count > 0) {
      return Math.min(count, episodes);
    }
    // In as few rounds as 20 take, and no more environments than those rounds need.
    int rounds = (episodes - 1) / MOST_THAT_PAY + 1;
    return (episodes - 1) / rounds + 1;
  }

  @Override
  public String toString() {
    return shared ? "shared" : count == 0 ? "auto" : Integer.toString(count);
  }
}
