package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.layer.Noise;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.LongDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt64;

/**
 * Where the noise of a network comes from: its seed, and a count of the draws, which is all that
 * must be remembered.
 */
final class NoiseSource implements AutoCloseable {
  private static final String NAME = "noise/draws";

  /** Bits of the count in its lower part: both parts fit a float32 exactly. */
  private static final int LOWER_BITS = 24;

  private final long seed;
  private final Placeholder<TInt64> made;
  private final TInt64 tensor = TInt64.tensorOf(Shape.scalar());
  private final LongDataBuffer memory = tensor.asRawTensor().data().asLongs();
  private long count;

  NoiseSource(Ops tf, long seed) {
    this.seed = seed;
    made = tf.withName("noise_draws").placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
  }

  /**
   * The noise of one draw of a run.
   *
   * @param number of the draw within the run, from 0
   */
  Noise draw(Ops tf, int number) {
    return new Noise(tf, seed, tf.math.add(made, tf.constant((long) number)));
  }

  /** Feeds the count to a run that draws. */
  void feed(Session.Runner runner) {
    runner.feed(made, tensor);
  }

  /** Call before each run with the number of draws that it makes. */
  void advance(int draws) {
    memory.setLong(count, 0);
    count += draws;
  }

  StoredArray stored() {
    return new StoredArray(
        NAME, new long[] {2}, new float[] {count >> LOWER_BITS, count & ((1L << LOWER_BITS) - 1)});
  }

  void restore(StoredArray stored) {
    long upper = (long) stored.values()[0];
    long lower = (long) stored.values()[1];
    count = (upper << LOWER_BITS) + lower;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
