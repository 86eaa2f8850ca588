package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A fully connected layer whose weights carry noise of a size that is learned.
 *
 * <pre>
 * kernel = mean + sigma * f(p) f(q)^T    bias = mean + sigma * f(q)    f(x) = sign(x) sqrt(|x|)
 * </pre>
 *
 * <p>with p and q standard normal, one number for each input and output. Without noise the means
 * alone are used.
 *
 * <p>Source: Fortunato et al. 2018, factorised noise. Differs from the paper: all observations of
 * one act, those of several environments too, share their noise.
 *
 * @param name of the layer, unique within the network
 * @param inputs values that enter it
 * @param outputs values that leave it
 * @param sigma what the sizes of the noise start with, times the square root of the inputs
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record NoisyDense(String name, int inputs, int outputs, double sigma) implements Layer {
  @Override
  public List<Weight> weights() {
    Weight.Start start = Weight.Start.constant((float) (sigma / Math.sqrt(inputs)));
    return List.of(
        new Weight(name + "/kernel", Shape.of(inputs, outputs), Weight.Start.uniform(inputs)),
        new Weight(name + "/bias", Shape.of(outputs), Weight.Start.uniform(inputs)),
        new Weight(name + "/kernel_sigma", Shape.of(inputs, outputs), start),
        new Weight(name + "/bias_sigma", Shape.of(outputs), start));
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> entered) {
    Dense dense = new Dense(name, inputs, outputs);
    Noise noise = pass.noise();
    if (noise == null) {
      return dense.apply(pass, weights.subList(0, 2), entered);
    }
    Ops tf = pass.tf();
    Operand<TFloat32> p = shaped(tf, noise.next(inputs));
    Operand<TFloat32> q = shaped(tf, noise.next(outputs));
    Operand<TFloat32> both = tf.math.mul(tf.expandDims(p, tf.constant(1)), q);
    List<Operand<TFloat32>> drawn =
        List.of(
            tf.math.add(weights.get(0), tf.math.mul(weights.get(2), both)),
            tf.math.add(weights.get(1), tf.math.mul(weights.get(3), q)));
    return new AppliedNoisy(tf, dense.apply(pass, drawn, entered), both, q);
  }

  private static Operand<TFloat32> shaped(Ops tf, Operand<TFloat32> normal) {
    return tf.math.mul(tf.math.sign(normal), tf.math.sqrt(tf.math.abs(normal)));
  }

  private record AppliedNoisy(
      Ops tf, Applied dense, Operand<TFloat32> kernelNoise, Operand<TFloat32> biasNoise)
      implements Applied {
    @Override
    public Operand<TFloat32> outputs() {
      return dense.outputs();
    }

    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      Gradients drawn = dense.backward(byOutputs, inputsWanted);
      Operand<TFloat32> byKernel = drawn.byWeights().get(0);
      Operand<TFloat32> byBias = drawn.byWeights().get(1);
      return new Gradients(
          drawn.byInputs(),
          List.of(
              byKernel,
              byBias,
              tf.math.mul(byKernel, kernelNoise),
              tf.math.mul(byBias, biasNoise)));
    }
  }
}
