package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The returns theta_1 to theta_K below which lie the parts tau_i = (i - 1/2) / K of all returns,
 * for each action.
 *
 * <pre>
 * Q(a)     = mean_i theta_i(a)
 * target_k = reward + discount * sum_a policy(a) * (theta_target_k(next, a) + bonus(a))
 * loss     = mean_j weight_j * sum_i mean_k |tau_i - [u_ik &lt; 0]| * huber(u_ik) / delta
 * u_ik     = target_k - theta_i(action)
 * </pre>
 *
 * <p>The gradient by theta_i, {@code -mean_k |tau_i - [u_ik < 0]| * clip(u_ik, -delta, delta) /
 * delta}, is written out. How far off a transition is is the size of the difference between the
 * means of targets and thetas.
 *
 * <p>Source: Dabney et al. 2018, algorithm 1 and equation 10. Under a policy that is not greedy,
 * quantile by quantile, as Vieillard et al. 2020 have it for M-IQN.
 *
 * @param count K, at least 1
 * @param delta kappa in the paper, above 0
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record Quantile(int count, double delta) implements Head {
  @Override
  public int outputsPerAction() {
    return count;
  }

  @Override
  public Operand<TFloat32> actionValues(Ops tf, Operand<TFloat32> outputs) {
    return tf.math.mean(new Atoms(count).byAction(tf, outputs), tf.constant(2));
  }

  @Override
  public Operand<TFloat32> target(Ops tf, Successors next) {
    Atoms atoms = new Atoms(count);
    Operand<TFloat32> returns = atoms.byAction(tf, next.outputs());
    if (next.bonus() != null) {
      returns = tf.math.add(returns, Atoms.column(tf, next.bonus()));
    }
    Operand<TFloat32> policy =
        next.policy() == null ? Greedy.policy(tf, actionValues(tf, next.outputs())) : next.policy();
    return tf.math.add(
        Atoms.column(tf, next.rewards()),
        tf.math.mul(Atoms.column(tf, next.discounts()), atoms.mean(tf, policy, returns)));
  }

  @Override
  public Loss loss(
      Ops tf,
      Operand<TFloat32> outputs,
      Operand<TFloat32> taken,
      Operand<TFloat32> target,
      Operand<TFloat32> weights) {
    Atoms atoms = new Atoms(count);
    Operand<TFloat32> chosen = atoms.mean(tf, taken, atoms.byAction(tf, outputs));
    // u, [n, K of the thetas, K of the targets].
    Operand<TFloat32> error =
        tf.math.sub(tf.expandDims(target, tf.constant(1)), Atoms.column(tf, chosen));
    Operand<TFloat32> below = tf.dtypes.cast(tf.math.less(error, tf.constant(0f)), TFloat32.class);
    Operand<TFloat32> tilt = tf.math.abs(tf.math.sub(fractions(tf), below));
    ErrorLoss huber = new ErrorLoss.Huber(delta);
    Operand<TFloat32> slope = huber.slope(tf, error);
    Operand<TFloat32> tilted =
        tf.math.div(tf.math.mul(tilt, slope), tf.constant((float) (delta * count)));
    Operand<TFloat32> losses =
        Sums.over(tf, 1, Sums.over(tf, 2, tf.math.mul(tilted, huber.overSlope(tf, error, slope))));
    Operand<TFloat32> byChosen =
        tf.math.mul(tf.math.neg(Atoms.column(tf, weights)), Sums.over(tf, 2, tilted));
    Operand<TFloat32> values = tf.math.mean(chosen, tf.constant(1));
    return new Loss(
        Sums.over(tf, 0, tf.math.mul(weights, losses)),
        tf.math.mean(values, tf.constant(0)),
        tf.math.abs(tf.math.sub(tf.math.mean(target, tf.constant(1)), values)),
        atoms.spread(tf, taken, byChosen));
  }

  /** tau, [K, 1]. */
  private Operand<TFloat32> fractions(Ops tf) {
    float[] fractions = new float[count];
    for (int i = 0; i < count; i++) {
      fractions[i] = (i + 0.5f) / count;
    }
    return Atoms.column(tf, tf.constant(fractions));
  }
}
