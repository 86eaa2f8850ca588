package dev.gymbridge.network.tensorflow.layer;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Normal random numbers for one pass through a network: the same for the same seed and draw.
 *
 * <p>They are computed from two numbers and no state, so that a draw can be made again.
 *
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public final class Noise {
  private final Ops tf;
  private final long seed;
  private final Operand<TInt64> draw;
  private long parts;

  /**
   * Noise of one draw.
   *
   * @param seed of the network
   * @param draw how many draws were made before, a scalar
   */
  public Noise(Ops tf, long seed, Operand<TInt64> draw) {
    this.tf = tf;
    this.seed = seed;
    this.draw = draw;
  }

  /** Standard normal numbers, [size], other ones at each call while the graph is built. */
  Operand<TFloat32> next(int size) {
    // Far apart, so that the parts of neighbouring seeds do not meet.
    Operand<TInt64> key = tf.constant(seed * 1_000_003 + parts++);
    return tf.random.statelessRandomNormal(
        tf.constant(new long[] {size}), tf.stack(java.util.List.of(key, draw)));
  }
}
