package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Munchausen's target: the policy is the softmax of the target network's action values, its scaled
 * logarithm is added to the reward, and its entropy to the value of the next observation.
 *
 * <pre>
 * policy = softmax(Q_target / temperature)
 * reward + alpha * clip(temperature * log policy(action | observation), clip, 0)
 *   + discount * sum_a policy(a | next) * (Q_target(next, a) - temperature * log policy(a | next))
 * </pre>
 *
 * <p>Source: Vieillard et al. 2020, equation 4. Differs from the paper: with n-step returns the
 * reward of the first step alone is augmented.
 *
 * @param alpha how much of the log-policy is added to the reward
 * @param temperature of the softmax, above 0
 * @param clip the least that the scaled log-policy may be
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record SoftTarget(double alpha, double temperature, double clip) {
  /**
   * Augments rewards, and puts the soft policy and its entropy in the place of the greedy one.
   *
   * @param head of the network
   * @param outputs of the target network for the observations, [n, actions * K]
   * @param taken [n, actions]: 1 for the action that was taken, else 0
   */
  public Successors soften(
      Ops tf,
      Head head,
      Operand<TFloat32> outputs,
      Operand<TFloat32> taken,
      Successors successors) {
    Operand<TFloat32> scaledLog = scaledLogPolicy(tf, head, outputs);
    Operand<TFloat32> ofTaken =
        tf.clipByValue(
            Sums.over(tf, 1, tf.math.mul(scaledLog, taken)),
            tf.constant((float) clip),
            tf.constant(0f));
    Operand<TFloat32> next = scaledLogPolicy(tf, head, successors.outputs());
    return new Successors(
        tf.math.add(successors.rewards(), tf.math.mul(tf.constant((float) alpha), ofTaken)),
        successors.discounts(),
        successors.outputs(),
        tf.math.exp(tf.math.div(next, tf.constant((float) temperature))),
        tf.math.neg(next));
  }

  /** temperature * log policy, [n, actions]. */
  private Operand<TFloat32> scaledLogPolicy(Ops tf, Head head, Operand<TFloat32> outputs) {
    Operand<TFloat32> scale = tf.constant((float) temperature);
    return tf.math.mul(scale, tf.nn.logSoftmax(tf.math.div(head.actionValues(tf, outputs), scale)));
  }
}
