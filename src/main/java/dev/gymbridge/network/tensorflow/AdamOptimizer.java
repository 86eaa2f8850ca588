package dev.gymbridge.network.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.types.TFloat32;

/**
 * Adam as PyTorch computes it (Kingma and Ba 2015, algorithm 1, with beta1 = 0.9, beta2 = 0.999).
 *
 * <p>{@code w -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)}. TensorFlow's
 * operation adds epsilon before the correction of v by its bias; it is therefore given {@code
 * epsilon * sqrt(1 - beta2^t)}, which comes to the same.
 */
final class AdamOptimizer {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;

  private final Variables variables;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> beta1;
  private final Operand<TFloat32> beta2;
  private final Operand<TFloat32> one;
  private final Operand<TFloat32> epsilon;
  private Operand<TFloat32> firstPower;
  private Operand<TFloat32> secondPower;

  /** Reads the powers of the betas as they stand when a run begins. */
  AdamOptimizer(Ops tf, Variables variables, Operand<TFloat32> learningRate, double epsilon) {
    this.variables = variables;
    this.learningRate = learningRate;
    this.epsilon = tf.constant((float) epsilon);
    beta1 = tf.constant(BETA1);
    beta2 = tf.constant(BETA2);
    one = tf.constant(1f);
    firstPower = variables.firstPower().readBy(tf);
    secondPower = variables.secondPower().readBy(tf);
  }

  /**
   * One step of all weights of the online network.
   *
   * @param tf whose control dependencies the assignments wait for
   * @param gradients in the order of the weights
   * @return the assignments
   */
  List<Op> step(Ops tf, List<Operand<TFloat32>> gradients) {
    firstPower = tf.math.mul(firstPower, beta1);
    secondPower = tf.math.mul(secondPower, beta2);
    Operand<TFloat32> scaledEpsilon =
        tf.math.mul(epsilon, tf.math.sqrt(tf.math.sub(one, secondPower)));
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      assignments.add(
          tf.train.resourceApplyAdam(
              variables.online().get(i).handle(),
              variables.firstMoments().get(i).handle(),
              variables.secondMoments().get(i).handle(),
              firstPower,
              secondPower,
              learningRate,
              beta1,
              beta2,
              scaledEpsilon,
              gradients.get(i),
              ResourceApplyAdam.useLocking(false)));
    }
    return assignments;
  }

  /**
   * Keeps the powers for the next run.
   *
   * @param tf whose control dependencies the assignments wait for
   */
  List<Op> keepPowers(Ops tf) {
    return List.of(
        variables.firstPower().assign(tf, firstPower),
        variables.secondPower().assign(tf, secondPower));
  }
}
