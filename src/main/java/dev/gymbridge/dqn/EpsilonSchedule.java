package dev.gymbridge.dqn;

/**
 * Exploration rate that falls and then stays.
 *
 * <p>{@code value(t) = start + (end - start) * bend(min(1, t / decay))}, with t in the unit of the
 * decay and the bend of the curve. Source: Mnih et al. 2015, Extended Data Table 1 (initial and
 * final exploration, a straight line).
 *
 * @param start rate at the start, in [0, 1]
 * @param end rate after the decay, in [0, 1]
 * @param decay over which the rate falls
 * @param curve how it falls
 */
public record EpsilonSchedule(double start, double end, Span decay, Curve curve) {
  public EpsilonSchedule {
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
    return start + (end - start) * curve.bend(progress);
  }
}
