package dev.gymbridge.network.tensorflow.layer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;

/**
 * One array that a layer learns.
 *
 * @param name unique within the network, such as {@code hidden0/kernel}
 * @param shape kernels as [inputs, outputs]
 * @param start what it holds before the first gradient step
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Weight(String name, Shape shape, Start start) {
  /** A fresh value in row-major order. */
  public float[] initial(SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    start.fill(values, random);
    return values;
  }

  /** How a weight starts. */
  @FunctionalInterface
  public interface Start {
    /** Fills the array. */
    void fill(float[] values, SplittableRandom random);

    /** Every value the same. */
    static Start constant(float value) {
      return (values, random) -> Arrays.fill(values, value);
    }

    /**
     * Uniform in [-1/sqrt(inputs), 1/sqrt(inputs)), as PyTorch's {@code Linear} and {@code Conv2d}
     * start (He et al. 2015 with a = sqrt(5)). The published results that the presets are held
     * against were reached with it. The numbers are drawn from 24 bits of each {@code nextLong},
     * which no JDK may reinterpret.
     *
     * @param inputs values that one output is computed from
     */
    static Start uniform(int inputs) {
      float bound = (float) (1 / Math.sqrt(inputs));
      return (values, random) -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = bound * ((random.nextLong() >>> 40) * 0x1p-23f - 1);
        }
      };
    }
  }
}
