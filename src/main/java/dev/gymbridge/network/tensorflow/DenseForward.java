package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.head.ExpectedValue;
import dev.gymbridge.network.tensorflow.layer.Dense;
import dev.gymbridge.network.tensorflow.layer.Layer;
import dev.gymbridge.network.tensorflow.layer.Relu;
import dev.gymbridge.network.tensorflow.layer.Stack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The action values of one observation by fully connected layers, without TensorFlow.
 *
 * <p>The products are added up in the order in which Eigen's product of a matrix and a vector does
 * it on x86-64: one after another into a sum that starts at 0, without fused operations; from 128
 * inputs on in blocks of 16, each of whose sums is added to the whole. So the values are those of
 * the graph to the bit. Who uses this checks that, for Eigen may do otherwise elsewhere.
 */
final class DenseForward {
  private static final int BLOCKED_FROM = 128;
  private static final int BLOCK = 16;

  /** Up to so many outputs a sum is kept in a register. */
  private static final int FEW = 8;

  private final int[] sizes;

  /** As they are read, [inputs, outputs] each. */
  private final float[][] kernels;

  /**
   * Each row of each kernel by itself: so the compiler sees that a loop over some may be vectors.
   */
  private final float[][][] rows;

  private final float[][] biases;
  private final float[][] values;
  private final float[] blockSums;

  private DenseForward(List<Dense> layers) {
    int count = layers.size();
    sizes = new int[count + 1];
    kernels = new float[count][];
    rows = new float[count][][];
    biases = new float[count][];
    values = new float[count][];
    sizes[0] = layers.get(0).inputs();
    int widest = 0;
    for (int i = 0; i < count; i++) {
      sizes[i + 1] = layers.get(i).outputs();
      values[i] = new float[sizes[i + 1]];
      kernels[i] = new float[sizes[i] * sizes[i + 1]];
      rows[i] = new float[sizes[i]][sizes[i + 1]];
      biases[i] = new float[sizes[i + 1]];
      widest = Math.max(widest, sizes[i + 1]);
    }
    blockSums = new float[widest];
  }

  /** For a network of fully connected layers with rectifiers between them; null for any other. */
  static @Nullable DenseForward of(Blueprint blueprint) {
    List<Layer> layers = new ArrayList<>();
    unfold(blueprint.body(), layers);
    List<Dense> dense = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (i % 2 == 0 && layers.get(i) instanceof Dense layer) {
        dense.add(layer);
      } else if (i % 2 == 0 || !(layers.get(i) instanceof Relu)) {
        return null;
      }
    }
    return blueprint.head() instanceof ExpectedValue && layers.size() % 2 == 1
        ? new DenseForward(dense)
        : null;
  }

  private static void unfold(Layer layer, List<Layer> to) {
    if (layer instanceof Stack stack) {
      stack.layers().forEach(inner -> unfold(inner, to));
    } else {
      to.add(layer);
    }
  }

  int actions() {
    return sizes[sizes.length - 1];
  }

  /** Kernel and bias of each layer in turn, to be filled; then call {@link #weightsFilled}. */
  List<float[]> weights() {
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < kernels.length; i++) {
      weights.add(kernels[i]);
      weights.add(biases[i]);
    }
    return weights;
  }

  void weightsFilled() {
    for (int layer = 0; layer < rows.length; layer++) {
      for (int j = 0; j < sizes[layer]; j++) {
        int out = sizes[layer + 1];
        System.arraycopy(kernels[layer], j * out, rows[layer][j], 0, out);
      }
    }
  }

  /**
   * Computes the values.
   *
   * @param observation whose first numbers are read
   * @param actionValues receives [actions]
   */
  void run(float[] observation, float[] actionValues) {
    float[] inputs = observation;
    for (int layer = 0; layer < kernels.length; layer++) {
      boolean last = layer == kernels.length - 1;
      float[] outputs = last ? actionValues : values[layer];
      apply(layer, inputs, outputs);
      if (!last) {
        for (int i = 0; i < outputs.length; i++) {
          outputs[i] = Math.max(outputs[i], 0f);
        }
      }
      inputs = outputs;
    }
  }

  private void apply(int layer, float[] inputs, float[] outputs) {
    int in = sizes[layer];
    int out = sizes[layer + 1];
    float[] kernel = kernels[layer];
    int block = in < BLOCKED_FROM ? in : BLOCK;
    Arrays.fill(outputs, 0, out, 0f);
    for (int from = 0; from < in; from += block) {
      int to = Math.min(in, from + block);
      if (out <= FEW) {
        addFew(kernel, inputs, from, to, outputs, out);
      } else {
        addMany(rows[layer], inputs, from, to, outputs, out);
      }
    }
    float[] bias = biases[layer];
    for (int i = 0; i < out; i++) {
      outputs[i] += bias[i];
    }
  }

  private static void addFew(
      float[] kernel, float[] inputs, int from, int to, float[] outputs, int out) {
    for (int i = 0; i < out; i++) {
      float sum = 0;
      for (int j = from; j < to; j++) {
        sum += kernel[j * out + i] * inputs[j];
      }
      outputs[i] += sum;
    }
  }

  /** Four inputs at a time: a sum is loaded and stored once for them, added to one by one. */
  private void addMany(float[][] rows, float[] inputs, int from, int to, float[] outputs, int out) {
    float[] sums = blockSums;
    Arrays.fill(sums, 0, out, 0f);
    int j = from;
    for (; j + 4 <= to; j += 4) {
      addFour(rows, inputs, j, sums, out);
    }
    for (; j < to; j++) {
      addOne(rows[j], inputs[j], sums, out);
    }
    addOne(sums, 1f, outputs, out);
  }

  private static void addFour(float[][] rows, float[] inputs, int j, float[] sums, int out) {
    float[] row0 = rows[j];
    float[] row1 = rows[j + 1];
    float[] row2 = rows[j + 2];
    float[] row3 = rows[j + 3];
    float x0 = inputs[j];
    float x1 = inputs[j + 1];
    float x2 = inputs[j + 2];
    float x3 = inputs[j + 3];
    for (int i = 0; i < out; i++) {
      sums[i] = (((sums[i] + row0[i] * x0) + row1[i] * x1) + row2[i] * x2) + row3[i] * x3;
    }
  }

  private static void addOne(float[] row, float x, float[] sums, int out) {
    for (int i = 0; i < out; i++) {
      sums[i] += row[i] * x;
    }
  }
}
