package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TFloat32;

/**
 * One number for each action, the expected return, and the Huber loss of the TD error {@code e =
 * Q(observation, action) - target}.
 *
 * <pre>
 * target   = reward + discount * sum_a policy(a) * Q_target(next, a)
 * loss     = mean_j weight_j * huber(e_j)
 * huber(e) = c * (e - c / 2)   with c = clip(e, -delta, delta)
 * </pre>
 *
 * <p>The derivative of huber by e is c, so that of the loss by Q(observation, action) is weight * c
 * / n: it is written out. TensorFlow's derivation of sums and broadcasts would double the number of
 * operations.
 *
 * <p>Source: Mnih et al. 2015; with delta = 1 PyTorch's {@code smooth_l1_loss}.
 *
 * @param huberDelta where the loss turns from square to straight, above 0
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record ExpectedValue(double huberDelta) implements Head {
  @Override
  public int outputsPerAction() {
    return 1;
  }

  @Override
  public Operand<TFloat32> actionValues(Ops tf, Operand<TFloat32> outputs) {
    return outputs;
  }

  @Override
  public Operand<TFloat32> target(Ops tf, Successors next) {
    Operand<TFloat32> value =
        next.policy() == null
            ? tf.reduceMax(next.outputs(), tf.constant(1), new ReduceMax.Options[0])
            : Sums.over(tf, 1, tf.math.mul(next.policy(), next.outputs()));
    Sums.requireVector("value of the next observations", value);
    return tf.math.add(next.rewards(), tf.math.mul(next.discounts(), value));
  }

  @Override
  public Loss loss(
      Ops tf,
      Operand<TFloat32> outputs,
      Operand<TFloat32> taken,
      Operand<TFloat32> target,
      Operand<TFloat32> weights) {
    Operand<TFloat32> chosen = Sums.over(tf, 1, tf.math.mul(outputs, taken));
    Sums.requireVector("Q(observation, action)", chosen);
    Sums.requireVector("TD target", target);
    Operand<TFloat32> delta = tf.constant((float) huberDelta);
    Operand<TFloat32> error = tf.math.sub(chosen, target);
    Operand<TFloat32> slope = tf.clipByValue(error, tf.math.neg(delta), delta);
    Operand<TFloat32> weightedSlope = tf.math.mul(weights, slope);
    Operand<TFloat32> middle = tf.math.sub(error, tf.math.mul(slope, tf.constant(0.5f)));
    return new Loss(
        Sums.over(tf, 0, tf.math.mul(weightedSlope, middle)),
        tf.math.mean(chosen, tf.constant(0)),
        tf.math.abs(error),
        tf.math.mul(taken, tf.expandDims(weightedSlope, tf.constant(1))));
  }
}
