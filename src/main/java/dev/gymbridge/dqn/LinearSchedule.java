package dev.gymbridge.dqn;

/**
 * Exploration rate that falls in a straight line and then stays.
 *
 * <p>{@code value(t) = start + (end - start) * min(1, t / decay)}, with t in the unit of the decay.
 * Source: Mnih et al. 2015, Extended Data Table 1 (initial and final exploration).
 *
 * @param start rate at the start, in [0, 1]
 * @param end rate after the decay, in [0, 1]
 * @param decay over which the rate falls
 */
public record LinearSchedule(double start, double end, Span decay) {
  public LinearSchedule {
    requireProbability("epsilon_start", start);
    requireProbability("epsilon_end", end);
  }

  private static void requireProbability(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be in [0, 1], got " + value);
    }
  }

  /** The rate after {@code t} env steps or episodes, whichever the decay counts. */
  public double value(long t) {
    double progress = Math.min(1.0, (double) t / decay.count());
    return start + (end - start) * progress;
  }
}
