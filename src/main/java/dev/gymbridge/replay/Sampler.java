package dev.gymbridge.replay;

import java.util.random.RandomGenerator;

/**
 * Decides which transitions are replayed. Transitions are known by their place in the buffer, [0,
 * size).
 */
interface Sampler extends Stateful {
  /** A transition came to a place, where it may have replaced the oldest. */
  void added(int place);

  /**
   * Draws places, with replacement.
   *
   * @param size transitions in the buffer, at least 1
   * @param beta how much of the bias of the sampling the weights correct, in [0, 1]
   * @param places is filled with them
   * @param weights receives how much each counts in the loss, [places.length]
   */
  void sample(int size, double beta, RandomGenerator random, int[] places, float[] weights);

  /** Learns how far off the network was on the transitions of these places. */
  void update(int[] places, float[] surprises);
}
