package dev.gymbridge.replay;

/**
 * Transitions side by side, in arrays that are filled again and again.
 *
 * <p>The discount is gamma^n for an n-step transition, and 0 where the task terminated: a TD target
 * needs no other flag.
 */
public final class Batch {
  private final int size;
  private final Observations observations;
  private final int[] actions;
  private final float[] rewards;
  private final Observations nextObservations;
  private final float[] discounts;
  private final float[] weights;

  /**
   * A batch of zeros with weights of one, whose observations are floats.
   *
   * @param size how many transitions, at least 1
   * @param observationSize floats of one observation, at least 1
   */
  public Batch(int size, int observationSize) {
    this(
        Observations.ofFloats(size, observationSize), Observations.ofFloats(size, observationSize));
  }

  private Batch(Observations observations, Observations nextObservations) {
    size = observations.rows();
    this.observations = observations;
    this.nextObservations = nextObservations;
    actions = new int[size];
    rewards = new float[size];
    discounts = new float[size];
    weights = new float[size];
    java.util.Arrays.fill(weights, 1f);
  }

  /**
   * A batch of zeros with weights of one, whose observations are bytes.
   *
   * @param size how many transitions, at least 1
   * @param observationSize bytes of one observation, at least 1
   */
  public static Batch ofBytes(int size, int observationSize) {
    return new Batch(
        Observations.ofBytes(size, observationSize), Observations.ofBytes(size, observationSize));
  }

  /** How many transitions. */
  public int size() {
    return size;
  }

  /** Numbers of one observation. */
  public int observationSize() {
    return observations.size();
  }

  /** What was acted on, not a copy. */
  public Observations observations() {
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

  /** What it led to, not a copy. */
  public Observations nextObservations() {
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
