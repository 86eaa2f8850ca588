package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.Batch;
import java.util.SplittableRandom;

/** Batches for the tests. */
final class Batches {
  private Batches() {}

  /** Random transitions of floats. */
  static Batch random(int size, int observationSize, int actions, long seed) {
    return fill(new Batch(size, observationSize), false, actions, seed);
  }

  /** Random transitions for a network. */
  static Batch random(NetworkConfig config, int size, long seed) {
    int width = config.observationSize();
    Batch batch =
        config.observation().isBytes() ? Batch.ofBytes(size, width) : new Batch(size, width);
    boolean bool = config.observation().element() == ObservationShape.Element.BOOL;
    return fill(batch, bool, config.actions(), seed);
  }

  /**
   * Rewards up to 3 in size, so that TD errors lie on both sides of a Huber delta of 1; a quarter
   * of the discounts 0; weights between 0.5 and 1.5.
   */
  private static Batch fill(Batch batch, boolean bool, int actions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < batch.size() * batch.observationSize(); i++) {
      if (batch.observations().isBytes()) {
        batch.observations().bytes()[i] = (byte) random.nextInt(bool ? 2 : 256);
        batch.nextObservations().bytes()[i] = (byte) random.nextInt(bool ? 2 : 256);
      } else {
        batch.observations().floats()[i] = (float) random.nextDouble(-1, 1);
        batch.nextObservations().floats()[i] = (float) random.nextDouble(-1, 1);
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.actions()[i] = random.nextInt(actions);
      batch.rewards()[i] = (float) random.nextDouble(-3, 3);
      batch.discounts()[i] = random.nextInt(4) == 0 ? 0f : 0.9f;
      batch.weights()[i] = (float) random.nextDouble(0.5, 1.5);
    }
    return batch;
  }

  /** The part of a batch that a gradient step sees. */
  static Batch slice(Batch batch, int from, int size) {
    int width = batch.observationSize();
    Batch slice =
        batch.observations().isBytes() ? Batch.ofBytes(size, width) : new Batch(size, width);
    for (int i = 0; i < size; i++) {
      batch.observations().copyRow(from + i, slice.observations(), i);
      batch.nextObservations().copyRow(from + i, slice.nextObservations(), i);
    }
    System.arraycopy(batch.actions(), from, slice.actions(), 0, size);
    System.arraycopy(batch.rewards(), from, slice.rewards(), 0, size);
    System.arraycopy(batch.discounts(), from, slice.discounts(), 0, size);
    System.arraycopy(batch.weights(), from, slice.weights(), 0, size);
    return slice;
  }
}
