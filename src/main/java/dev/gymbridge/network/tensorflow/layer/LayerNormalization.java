package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * Brings the values of each row to mean 0 and variance 1, then to a scale and an offset of their
 * own that are learned.
 *
 * <pre>y = (x - mean(x)) / sqrt(var(x) + 1e-5) * scale + offset</pre>
 *
 * <p>Source: Ba et al. 2016; the epsilon is that of PyTorch's {@code LayerNorm}.
 *
 * @param name of the layer, unique within the network
 * @param size values of a row
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record LayerNormalization(String name, int size) implements Layer {
  /** Added to the variance. */
  public static final float EPSILON = 1e-5f;

  @Override
  public List<Weight> weights() {
    return List.of(
        new Weight(name + "/scale", Shape.of(size), Weight.Start.constant(1)),
        new Weight(name + "/offset", Shape.of(size), Weight.Start.constant(0)));
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    Ops tf = pass.tf();
    Operand<TFloat32> centred = tf.math.sub(inputs, mean(tf, inputs));
    Operand<TFloat32> variance = mean(tf, tf.math.mul(centred, centred));
    Operand<TFloat32> normal =
        tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
    return new DerivedGradients(
        tf, weights, inputs, tf.math.add(tf.math.mul(normal, weights.get(0)), weights.get(1)));
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> rows) {
    return tf.math.mean(rows, tf.constant(1), Mean.keepDims(true));
  }
}
