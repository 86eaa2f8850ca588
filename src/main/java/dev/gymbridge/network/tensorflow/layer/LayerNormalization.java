package dev.gymbridge.network.tensorflow.layer;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Brings the values of each row to mean 0 and variance 1, then to a scale and an offset of their
 * own that are learned.
 *
 * <pre>y = (x - mean(x)) / sqrt(var(x) + 1e-5) * scale + offset</pre>
 *
 * <p>The gradient is written out, and means are taken by a product with a column: TensorFlow sums
 * along rows one number at a time. To spread a mean over its row it is left to broadcasting, since
 * a product with a row of ones costs more than in proportion from some 150 rows on.
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
    return new Normalized(pass.tf(), size, weights.get(0), weights.get(1), inputs);
  }

  private static final class Normalized implements Applied {
    private final Ops tf;
    private final Operand<TFloat32> column; // [size, 1], which a row is multiplied by for its mean
    private final Operand<TFloat32> scale;
    private final Operand<TFloat32> perDeviation; // [n, 1]
    private final Operand<TFloat32> normal;
    private final Operand<TFloat32> outputs;

    Normalized(
        Ops tf,
        int size,
        Operand<TFloat32> scale,
        Operand<TFloat32> offset,
        Operand<TFloat32> inputs) {
      this.tf = tf;
      this.scale = scale;
      column = share(size);
      Operand<TFloat32> centred = tf.math.sub(inputs, means(inputs));
      Operand<TFloat32> variance = means(tf.math.square(centred));
      // rsqrt would be an estimate whose last bits each make of processor has for itself.
      Operand<TFloat32> deviation = tf.math.sqrt(tf.math.add(variance, tf.constant(EPSILON)));
      perDeviation = tf.math.div(tf.constant(1f), deviation);
      normal = tf.math.mul(centred, perDeviation);
      outputs = tf.nn.biasAdd(tf.math.mul(normal, scale), offset);
    }

    private Operand<TFloat32> share(int size) {
      float[] values = new float[size];
      Arrays.fill(values, 1f / size);
      return tf.constant(Shape.of(size, 1), DataBuffers.of(values));
    }

    /** The mean of each row, [n, 1]. */
    private Operand<TFloat32> means(Operand<TFloat32> rows) {
      return tf.linalg.matMul(rows, column);
    }

    @Override
    public Operand<TFloat32> outputs() {
      return outputs;
    }

    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      return new Gradients(
          inputsWanted ? byInputs(tf.math.mul(byOutputs, scale)) : null,
          List.of(tf.nn.biasAddGrad(tf.math.mul(byOutputs, normal)), tf.nn.biasAddGrad(byOutputs)));
    }

    /** Neither a shift of a row nor its stretching changes what is normal of it. */
    private Operand<TFloat32> byInputs(Operand<TFloat32> byNormal) {
      Operand<TFloat32> shift = means(byNormal);
      Operand<TFloat32> stretch = tf.math.mul(normal, means(tf.math.mul(byNormal, normal)));
      return tf.math.mul(tf.math.sub(tf.math.sub(byNormal, shift), stretch), perDeviation);
    }
  }
}
