package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.tensorflow.layer.Weight;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyCenteredRmsProp;
import org.tensorflow.types.TFloat32;

/**
 * RMSProp with a centred second moment (Graves 2013; Mnih et al. 2015):
 *
 * <pre>
 * mean   = decay * mean   + (1 - decay) * gradient
 * square = decay * square + (1 - decay) * gradient^2
 * w     -= rate * gradient / sqrt(square - mean^2 + epsilon)
 * </pre>
 *
 * <p>Differs from the paper: no momentum.
 */
final class RmsPropOptimizer implements Optimizer {
  private final List<Variable> online;
  private final List<Variable> means;
  private final List<Variable> squares;
  private final List<Variable> steps;
  private final OptimizerConfig.RmsProp config;

  RmsPropOptimizer(
      Ops tf, List<Variable> online, List<Weight> weights, OptimizerConfig.RmsProp config) {
    this.online = online;
    this.config = config;
    means = Variables.weights(tf, "rmsprop/mean", weights);
    squares = Variables.weights(tf, "rmsprop/square", weights);
    steps = Variables.weights(tf, "rmsprop/step", weights);
  }

  @Override
  public List<Variable> variables() {
    List<Variable> variables = new ArrayList<>(means);
    variables.addAll(squares);
    variables.addAll(steps);
    return variables;
  }

  @Override
  public List<float[]> initial() {
    return Variables.zeros(variables());
  }

  @Override
  public Steps begin(Ops begin, Operand<TFloat32> learningRate) {
    Operand<TFloat32> decay = begin.constant((float) config.decay());
    Operand<TFloat32> momentum = begin.constant(0f);
    Operand<TFloat32> epsilon = begin.constant((float) config.epsilon());
    return new Steps() {
      @Override
      public List<Op> step(Ops tf, List<Operand<TFloat32>> gradients) {
        List<Op> assignments = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
          assignments.add(
              tf.train.resourceApplyCenteredRmsProp(
                  online.get(i).handle(),
                  means.get(i).handle(),
                  squares.get(i).handle(),
                  steps.get(i).handle(),
                  learningRate,
                  decay,
                  momentum,
                  epsilon,
                  gradients.get(i),
                  ResourceApplyCenteredRmsProp.useLocking(false)));
        }
        return assignments;
      }

      @Override
      public List<Op> end(Ops tf) {
        return List.of();
      }
    };
  }
}
