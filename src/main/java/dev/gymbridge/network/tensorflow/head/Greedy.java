package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Policies that take one action for sure.
 *
 * @apiNote Public for {@code network.tensorflow} only.
 */
public final class Greedy {
  private Greedy() {}

  /**
   * 1 for the action of the largest value, else 0; the lowest index wins a tie.
   *
   * @param actionValues [n, actions]
   * @return [n, actions]
   */
  public static Operand<TFloat32> policy(Ops tf, Operand<TFloat32> actionValues) {
    return of(
        tf,
        tf.math.argMax(actionValues, tf.constant(1), TInt32.class),
        Math.toIntExact(actionValues.shape().get(1)));
  }

  /**
   * 1 for the given action, else 0.
   *
   * @param actions [n]
   * @param count the number of actions
   * @return [n, count]
   */
  public static Operand<TFloat32> of(Ops tf, Operand<? extends TNumber> actions, int count) {
    return tf.oneHot(
        actions, tf.constant(count), tf.constant(1f), tf.constant(0f), new OneHot.Options[0]);
  }
}
