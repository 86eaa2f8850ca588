package dev.gymbridge.network.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Split;
import org.tensorflow.types.TFloat32;

/** Cuts of a batch while a graph is built. */
final class Slices {
  private Slices() {}

  /** Equal parts of [count * n, ...] along the first dimension. */
  static List<Operand<TFloat32>> of(Ops tf, Operand<TFloat32> whole, int count) {
    if (count == 1) {
      return List.of(whole);
    }
    Split<TFloat32> split = tf.split(tf.constant(0), whole, (long) count);
    return new ArrayList<>(split.output());
  }
}
