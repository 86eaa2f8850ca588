package dev.gymbridge.env.classic;

/** The states of N environments of one task, and the law by which they move. */
interface Motion {
  /** Draws the first state of environment {@code i}. */
  void begin(int i, NumPyRandom random, ResetBounds bounds);

  /**
   * Moves all N on by one step.
   *
   * @param actions [N], valid
   * @param rewards receives [N]
   * @param terminated receives [N], whether the task itself ended
   */
  void advance(int[] actions, double[] rewards, boolean[] terminated);

  /** Writes the observations of {@code count} environments to {@code target}, one after another. */
  void observe(int first, int count, float[] target, int at);

  /** The state of environment {@code i}, for its picture. */
  double[] state(int i);
}
