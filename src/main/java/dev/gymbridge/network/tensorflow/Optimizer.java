package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.tensorflow.layer.Weight;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Turns gradients into steps of the online network's weights; holds what it must remember. */
interface Optimizer {
  /** The optimiser of a configuration, for the variables of the online network. */
  static Optimizer of(OptimizerConfig config, Ops tf, List<Variable> online, List<Weight> weights) {
    if (config instanceof OptimizerConfig.RmsProp rmsProp) {
      return new RmsPropOptimizer(tf, online, weights, rmsProp);
    }
    if (config instanceof OptimizerConfig.AdamW adamW) {
      return new AdamOptimizer(tf, online, weights, adamW.epsilon(), adamW.weightDecay());
    }
    OptimizerConfig.Adam adam = (OptimizerConfig.Adam) config;
    return new AdamOptimizer(tf, online, weights, adam.epsilon(), 0);
  }

  /** What it remembers. */
  List<Variable> variables();

  /** What {@link #variables} hold before the first step. */
  List<float[]> initial();

  /** Begins the steps of one run, from what is remembered when the run begins. */
  Steps begin(Ops tf, Operand<TFloat32> learningRate);

  /** The steps of one run, in order. */
  interface Steps {
    /**
     * One step of all weights.
     *
     * @param tf whose control dependencies the assignments wait for
     * @param gradients in the order of the weights
     * @return the assignments
     */
    List<Op> step(Ops tf, List<Operand<TFloat32>> gradients);

    /**
     * Keeps for the next run what the steps have changed aside from the weights.
     *
     * @param tf whose control dependencies the assignments wait for
     */
    List<Op> end(Ops tf);
  }
}
