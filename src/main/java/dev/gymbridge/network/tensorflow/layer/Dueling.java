package dev.gymbridge.network.tensorflow.layer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * The value of the observation and the advantages of the actions, computed apart and put together:
 *
 * <pre>outputs(a) = value + advantage(a) - mean_b advantage(b)</pre>
 *
 * <p>for each of the K numbers of an action. Source: Wang et al. 2016, equation 9; for K above 1
 * Hessel et al. 2018. Differs from the paper: the gradient that enters the layers before is not
 * scaled by 1/sqrt(2).
 *
 * @param value to [n, K]
 * @param advantage to [n, actions * K]
 * @param actions the number of actions
 * @param outputsPerAction K
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Dueling(Layer value, Layer advantage, int actions, int outputsPerAction)
    implements Layer {
  @Override
  public List<Weight> weights() {
    List<Weight> weights = new ArrayList<>(value.weights());
    weights.addAll(advantage.weights());
    return weights;
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    int cut = value.weights().size();
    return new AppliedDueling(
        pass.tf(),
        this,
        value.apply(pass, weights.subList(0, cut), inputs),
        advantage.apply(pass, weights.subList(cut, weights.size()), inputs));
  }

  private static final class AppliedDueling implements Applied {
    private final Ops tf;
    private final Dueling layer;
    private final Applied value;
    private final Applied advantage;
    private final Operand<TFloat32> outputs;

    AppliedDueling(Ops tf, Dueling layer, Applied value, Applied advantage) {
      this.tf = tf;
      this.layer = layer;
      this.value = value;
      this.advantage = advantage;
      Operand<TFloat32> ofObservation = tf.expandDims(value.outputs(), tf.constant(1));
      outputs = flat(tf.math.add(ofObservation, aboveMean(advantage.outputs())));
    }

    @Override
    public Operand<TFloat32> outputs() {
      return outputs;
    }

    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      Operand<TFloat32> byValue =
          tf.reduceSum(byAction(byOutputs), tf.constant(1), new ReduceSum.Options[0]);
      Gradients ofValue = value.backward(byValue, inputsWanted);
      Gradients ofAdvantage = advantage.backward(flat(aboveMean(byOutputs)), inputsWanted);
      List<Operand<TFloat32>> byWeights = new ArrayList<>(ofValue.byWeights());
      byWeights.addAll(ofAdvantage.byWeights());
      return new Gradients(
          inputsWanted
              ? tf.math.add(
                  requireNonNull(ofValue.byInputs()), requireNonNull(ofAdvantage.byInputs()))
              : null,
          byWeights);
    }

    /** [n, actions, K] less the mean over the actions. */
    private Operand<TFloat32> aboveMean(Operand<TFloat32> flat) {
      Operand<TFloat32> values = byAction(flat);
      return tf.math.sub(values, tf.math.mean(values, tf.constant(1), Mean.keepDims(true)));
    }

    private Operand<TFloat32> byAction(Operand<TFloat32> flat) {
      return tf.reshape(
          flat, tf.constant(new int[] {-1, layer.actions(), layer.outputsPerAction()}));
    }

    private Operand<TFloat32> flat(Operand<TFloat32> values) {
      return tf.reshape(
          values, tf.constant(new int[] {-1, layer.actions() * layer.outputsPerAction()}));
    }
  }
}
