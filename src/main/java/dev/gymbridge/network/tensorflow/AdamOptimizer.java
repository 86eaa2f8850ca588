package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.layer.Weight;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
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
 *
 * <p>With a weight decay it is PyTorch's AdamW (Loshchilov and Hutter 2019): before each step
 * {@code w -= rate * decay * w}, biases too.
 */
final class AdamOptimizer implements Optimizer {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;

  private final List<Variable> online;
  private final List<Variable> firstMoments;
  private final List<Variable> secondMoments;
  private final Variable firstPower;
  private final Variable secondPower;
  private final double epsilon;
  private final double weightDecay;

  AdamOptimizer(
      Ops tf, List<Variable> online, List<Weight> weights, double epsilon, double weightDecay) {
    this.online = online;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
    firstMoments = Variables.weights(tf, "adam/first_moment", weights);
    secondMoments = Variables.weights(tf, "adam/second_moment", weights);
    firstPower = new Variable(tf, "adam/first_power", Shape.scalar());
    secondPower = new Variable(tf, "adam/second_power", Shape.scalar());
  }

  @Override
  public List<Variable> variables() {
    List<Variable> variables = new ArrayList<>(firstMoments);
    variables.addAll(secondMoments);
    variables.add(firstPower);
    variables.add(secondPower);
    return variables;
  }

  @Override
  public List<float[]> initial() {
    List<float[]> values = Variables.zeros(firstMoments);
    values.addAll(Variables.zeros(secondMoments));
    values.add(new float[] {1});
    values.add(new float[] {1});
    return values;
  }

  @Override
  public Steps begin(Ops tf, Operand<TFloat32> learningRate) {
    return new AdamSteps(tf, learningRate);
  }

  private final class AdamSteps implements Steps {
    private final Operand<TFloat32> learningRate;
    private final Operand<TFloat32> beta1;
    private final Operand<TFloat32> beta2;
    private final Operand<TFloat32> one;
    private final Operand<TFloat32> plainEpsilon;
    private Operand<TFloat32> beta1Power;
    private Operand<TFloat32> beta2Power;

    AdamSteps(Ops tf, Operand<TFloat32> learningRate) {
      this.learningRate = learningRate;
      plainEpsilon = tf.constant((float) epsilon);
      beta1 = tf.constant(BETA1);
      beta2 = tf.constant(BETA2);
      one = tf.constant(1f);
      beta1Power = firstPower.readBy(tf);
      beta2Power = secondPower.readBy(tf);
    }

    @Override
    public List<Op> step(Ops tf, List<Operand<TFloat32>> gradients) {
      beta1Power = tf.math.mul(beta1Power, beta1);
      beta2Power = tf.math.mul(beta2Power, beta2);
      Operand<TFloat32> scaledEpsilon =
          tf.math.mul(plainEpsilon, tf.math.sqrt(tf.math.sub(one, beta2Power)));
      Ops decayed = weightDecay == 0 ? tf : tf.withControlDependencies(decay(tf));
      List<Op> assignments = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        assignments.add(
            decayed.train.resourceApplyAdam(
                online.get(i).handle(),
                firstMoments.get(i).handle(),
                secondMoments.get(i).handle(),
                beta1Power,
                beta2Power,
                learningRate,
                beta1,
                beta2,
                scaledEpsilon,
                gradients.get(i),
                ResourceApplyAdam.useLocking(false)));
      }
      return assignments;
    }

    private List<Op> decay(Ops tf) {
      Operand<TFloat32> share = tf.math.mul(learningRate, tf.constant((float) weightDecay));
      List<Op> assignments = new ArrayList<>();
      for (Variable variable : online) {
        assignments.add(
            tf.assignSubVariableOp(variable.handle(), tf.math.mul(variable.readBy(tf), share)));
      }
      return assignments;
    }

    @Override
    public List<Op> end(Ops tf) {
      return List.of(firstPower.assign(tf, beta1Power), secondPower.assign(tf, beta2Power));
    }
  }
}
