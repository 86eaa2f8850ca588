package dev.gymbridge.replay;

/**
 * Transitions side by side, in arrays that are filled again and again.
 *
 * <p>The discount is gamma^n for an n-step transition, and 0 where the task terminated: a TD target
 * needs no other flag.
 */
public final class Batch {
  private final int size;
  private final int observationSize;
  private final float[] observations;
  private final int[] actions;
  private final float[] rewards;
  private final float[] nextObservations;
  private final float[] discounts;
  private final float[] weights;

  /**
   * A batch of zeros with weights of one.
   *
   * @param size how many transitions, at least 1
   * @param observationSize floats of one observation, at least 1
   */
  public Batch(int size, int observationSize) {
    if (size < 1 || observationSize < 1) {
      throw new IllegalArgumentException(
          "size and observationSize must be at least 1, got %d and %d"
              .formatted(size, observationSize));
    }
    this.size = size;
    this.observationSize = observationSize;
    observations = new float[size * observationSize];
    actions = new int[size];
    rewards = new float[size];
    nextObservations = new float[size * observationSize];
    discounts = new float[size];
    weights = new float[size];
    java.util.Arrays.fill(weights, 1f);
  }

  /** How many transitions. */
  public int size() {
    return size;
  }

  /** Floats of one observation. */
  public int observationSize() {
    return observationSize;
  }

  /** [size, observationSize], not a copy. */
  public float[] observations() {
    return observations;
  }

  /** [size], not a copy. */
  public int[] actions() {
    return actions;
  }

  /** [size], the sum of n discounted rewards for n-step transitions; not a copy. */
  public float[] rewards() {
    return rewards;
  }

  /** [size, observationSize], not a copy. */
  public float[] nextObservations() {
    return nextObservations;
  }

  /** [size], what the value of the next observation is multiplied by; not a copy. */
  public float[] discounts() {
    return discounts;
  }

  /** [size], importance-sampling weights in the loss, 1 for uniform replay; not a copy. */
  public float[] weights() {
    return weights;
  }
}
