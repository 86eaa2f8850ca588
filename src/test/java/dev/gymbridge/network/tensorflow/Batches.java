package dev.gymbridge.network.tensorflow;

import dev.gymbridge.replay.Batch;
import java.util.SplittableRandom;

/** Batches for the tests. */
final class Batches {
  private Batches() {}

  /**
   * Random transitions: rewards up to 3 in size, so that TD errors lie on both sides of a Huber
   * delta of 1; a quarter of the discounts 0; weights between 0.5 and 1.5.
   */
  static Batch random(int size, int observationSize, int actions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Batch batch = new Batch(size, observationSize);
    for (int i = 0; i < size * observationSize; i++) {
      batch.observations().floats()[i] = (float) random.nextDouble(-1, 1);
      batch.nextObservations().floats()[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < size; i++) {
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
    Batch slice = new Batch(size, width);
    System.arraycopy(
        batch.observations().floats(),
        from * width,
        slice.observations().floats(),
        0,
        size * width);
    System.arraycopy(
        batch.nextObservations().floats(),
        from * width,
        slice.nextObservations().floats(),
        0,
        size * width);
    System.arraycopy(batch.actions(), from, slice.actions(), 0, size);
    System.arraycopy(batch.rewards(), from, slice.rewards(), 0, size);
    System.arraycopy(batch.discounts(), from, slice.discounts(), 0, size);
    System.arraycopy(batch.weights(), from, slice.weights(), 0, size);
    return slice;
  }
}
