package dev.gymbridge.replay;

/**
 * How much a replay buffer keeps, and what it makes of it.
 *
 * @param capacity transitions kept, at least 1
 * @param observationSize numbers of one observation, at least 1
 * @param frames that an observation may be made of, the oldest first: those that it shares with the
 *     one before it are kept once; 1 where it is kept whole
 * @param bytes whether observations are kept as bytes, else as floats
 * @param numEnvs environments whose transitions come side by side, at least 1
 * @param steps n of the n-step return, at least 1
 * @param discount gamma, in [0, 1]
 */
public record ReplaySettings(
    int capacity,
    int observationSize,
    int frames,
    boolean bytes,
    int numEnvs,
    int steps,
    double discount) {
  /** Of one transition beside its observations: an action, a reward, an end, and where it leads. */
  private static final int BYTES_BESIDE = 4 + 4 + 1 + 4 + 4 + 4;

  /** Of a frame in a stack, beside it: where the one before it lies, in an array that doubles. */
  private static final int BYTES_OF_LINK = 2 * 4;

  public ReplaySettings {
    requireAtLeastOne("capacity", capacity);
    requireAtLeastOne("observationSize", observationSize);
    requireAtLeastOne("frames", frames);
    if (observationSize % frames != 0) {
      throw new IllegalArgumentException(
          "frames must divide the %d numbers of an observation, got %d"
              .formatted(observationSize, frames));
    }
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
    return new ReplaySettings(capacity, observationSize, 1, false, 1, 1, discount);
  }

  /** One environment, 1-step transitions, observations as bytes. */
  public static ReplaySettings ofBytes(int capacity, int observationSize, double discount) {
    return new ReplaySettings(capacity, observationSize, 1, true, 1, 1, discount);
  }

  /** The same for observations that may be so many frames. */
  public ReplaySettings withFrames(int newFrames) {
    return new ReplaySettings(
        capacity, observationSize, newFrames, bytes, numEnvs, steps, discount);
  }

  /** The same for transitions of n steps. */
  public ReplaySettings withSteps(int newSteps) {
    return new ReplaySettings(
        capacity, observationSize, frames, bytes, numEnvs, newSteps, discount);
  }

  /** The same for several environments. */
  public ReplaySettings withNumEnvs(int newNumEnvs) {
    return new ReplaySettings(
        capacity, observationSize, frames, bytes, newNumEnvs, steps, discount);
  }

  /** Numbers of one frame. */
  int frameSize() {
    return observationSize / frames;
  }

  /**
   * Memory of the full buffer, in bytes: an observation for each transition and for each episode in
   * the buffer, or one frame where observations are frames that a stack begins with copies of.
   *
   * @param episodeLength mean length of the episodes, in env steps
   */
  public long memory(double episodeLength) {
    long perFrame =
        (long) frameSize() * (bytes ? 1 : Float.BYTES) + (frames > 1 ? BYTES_OF_LINK : 0);
    double kept = capacity * (1 + 1 / episodeLength);
    return (long) (kept * perFrame) + (long) capacity * BYTES_BESIDE;
  }
}
