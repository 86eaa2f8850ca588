package dev.gymbridge.replay;

/**
 * How much a replay buffer keeps, and what it makes of it.
 *
 * @param capacity transitions kept, at least 1
 * @param observationSize numbers of one observation, at least 1
 * @param bytes whether observations are kept as bytes, else as floats
 * @param numEnvs environments whose transitions come side by side, at least 1
 * @param steps n of the n-step return, at least 1
 * @param discount gamma, in [0, 1]
 */
public record ReplaySettings(
    int capacity, int observationSize, boolean bytes, int numEnvs, int steps, double discount) {
  /** Of one transition beside its observations: an action, a reward, an end, and where it leads. */
  private static final int BYTES_BESIDE = 4 + 4 + 1 + 4 + 4 + 4;

  public ReplaySettings {
    requireAtLeastOne("capacity", capacity);
    requireAtLeastOne("observationSize", observationSize);
    requireAtLeastOne("numEnvs", numEnvs);
    requireAtLeastOne("steps", steps);
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount must be in [0, 1], got " + discount);
    }
  }

  private static void requireAtLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, got " + value);
    }
  }

  /** One environment, 1-step transitions, observations as floats. */
  public static ReplaySettings ofFloats(int capacity, int observationSize, double discount) {
    return new ReplaySettings(capacity, observationSize, false, 1, 1, discount);
  }

  /** The same for transitions of n steps. */
  public ReplaySettings withSteps(int newSteps) {
    return new ReplaySettings(capacity, observationSize, bytes, numEnvs, newSteps, discount);
  }

  /** The same for several environments. */
  public ReplaySettings withNumEnvs(int newNumEnvs) {
    return new ReplaySettings(capacity, observationSize, bytes, newNumEnvs, steps, discount);
  }

  /**
   * Memory of the full buffer, in bytes: an observation for each transition and for each episode in
   * the buffer.
   *
   * @param episodeLength mean length of the episodes, in env steps
   */
  public long memory(double episodeLength) {
    long perObservation = (long) observationSize * (bytes ? 1 : Float.BYTES);
    double observations = capacity * (1 + 1 / episodeLength);
    return (long) (observations * perObservation) + (long) capacity * BYTES_BESIDE;
  }
}
