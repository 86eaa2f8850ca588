package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TFloat32;

/**
 * One number for each action, the expected return, and a loss of the TD error {@code e =
 * Q(observation, action) - target}.
 *
 * <pre>
 * target = reward + discount * sum_a policy(a) * (Q_target(next, a) + bonus(a))
 * loss   = mean_j weight_j * error_loss(e_j)
 * </pre>
 *
 * <p>The derivative of the loss by Q(observation, action) is written out. TensorFlow's derivation
 * of sums and broadcasts would double the number of operations.
 *
 * <p>Source: Mnih et al. 2015.
 *
 * @param errorLoss of one TD error
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record ExpectedValue(ErrorLoss errorLoss) implements Head {
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
            : Sums.over(tf, 1, tf.math.mul(next.policy(), withBonus(tf, next)));
    Sums.requireVector("value of the next observations", value);
    return tf.math.add(next.rewards(), tf.math.mul(next.discounts(), value));
  }

  private static Operand<TFloat32> withBonus(Ops tf, Successors next) {
    return next.bonus() == null ? next.outputs() : tf.math.add(next.outputs(), next.bonus());
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
    Operand<TFloat32> error = tf.math.sub(chosen, target);
    Operand<TFloat32> slope = errorLoss.slope(tf, error);
    Operand<TFloat32> weightedSlope = tf.math.mul(weights, slope);
    Operand<TFloat32> middle = errorLoss.overSlope(tf, error, slope);
    return new Loss(
        Sums.over(tf, 0, tf.math.mul(weightedSlope, middle)),
        tf.math.mean(chosen, tf.constant(0)),
        tf.math.abs(error),
        tf.math.mul(taken, tf.expandDims(weightedSlope, tf.constant(1))));
  }
}
