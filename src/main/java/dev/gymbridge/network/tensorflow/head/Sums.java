package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/** Sums along a dimension, and the check that nothing broadcast on the way there. */
final class Sums {
  private Sums() {}

  static Operand<TFloat32> over(Ops tf, int axis, Operand<TFloat32> values) {
    return tf.reduceSum(values, tf.constant(axis), new ReduceSum.Options[0]);
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
