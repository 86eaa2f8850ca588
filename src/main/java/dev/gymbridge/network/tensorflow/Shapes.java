package dev.gymbridge.network.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Split;
import org.tensorflow.types.TFloat32;

/** Cuts and checks of shapes while a graph is built. */
final class Shapes {
  private Shapes() {}

  /** Equal parts of [count * n, ...] along the first dimension. */
  static List<Operand<TFloat32>> slices(Ops tf, Operand<TFloat32> whole, int count) {
    if (count == 1) {
      return List.of(whole);
    }
    Split<TFloat32> split = tf.split(tf.constant(0), whole, (long) count);
    return new ArrayList<>(split.output());
  }

  /**
   * Refuses what is not one-dimensional: [n] and [n, 1] would broadcast to [n, n] without a word.
   */
  static void requireVector(String what, Operand<TFloat32> operand) {
    if (operand.shape().numDimensions() != 1) {
      throw new IllegalStateException(
          what + " must have one dimension in the graph, got " + operand.shape());
    }
  }
}
