package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The shapes of K numbers for each action, and the choice of one action's.
 *
 * @param count K
 */
record Atoms(int count) {
  /** [n, actions, K] of [n, actions * K]. */
  Operand<TFloat32> byAction(Ops tf, Operand<TFloat32> outputs) {
    int actions = Math.toIntExact(outputs.shape().get(1) / count);
    return tf.reshape(outputs, tf.constant(new int[] {-1, actions, count}));
  }

  /** [n, actions * K] of [n, actions, K]. */
  Operand<TFloat32> flat(Ops tf, Operand<TFloat32> byAction) {
    int outputs = Math.toIntExact(byAction.shape().get(1)) * count;
    return tf.reshape(byAction, tf.constant(new int[] {-1, outputs}));
  }

  /**
   * The mean over the actions, [n, K].
   *
   * @param policy [n, actions], each row adding up to 1
   * @param byAction [n, actions, K]
   */
  Operand<TFloat32> mean(Ops tf, Operand<TFloat32> policy, Operand<TFloat32> byAction) {
    return Sums.over(tf, 1, tf.math.mul(column(tf, policy), byAction));
  }

  /** What is the gradient by the outputs if this is that by the numbers of the action taken. */
  Operand<TFloat32> spread(Ops tf, Operand<TFloat32> taken, Operand<TFloat32> byChosen) {
    return flat(tf, tf.math.mul(column(tf, taken), tf.expandDims(byChosen, tf.constant(1))));
  }

  /** [..., 1] of [...]. */
  static Operand<TFloat32> column(Ops tf, Operand<TFloat32> values) {
    return tf.expandDims(values, tf.constant(-1));
  }
}
