package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.layer.Dense;
import java.util.Arrays;
import java.util.List;

/**
 * One row through a fully connected layer.
 *
 * <p>The products are added up in the order in which Eigen's product of a matrix and a vector does
 * it on x86-64: one after another into a sum that starts at 0, without fused operations; from 128
 * inputs on in blocks of 16, each of whose sums is added to the whole.
 */
final class DenseStep implements ForwardStep {
  private static final int BLOCKED_FROM = 128;
  private static final int BLOCK = 16;

  /** Up to so many outputs a sum is kept in a register. */
  private static final int FEW = 8;

  private final int in;
  private final int out;

  /** As it is read, [inputs, outputs]. */
  private final float[] kernel;

  /**
   * Each row of the kernel by itself: so the compiler sees that a loop over some may be vectors.
   */
  private final float[][] rows;

  private final float[] bias;
  private final float[] blockSums;

  DenseStep(Dense layer) {
    in = layer.inputs();
    out = layer.outputs();
    kernel = new float[in * out];
    rows = new float[in][out];
    bias = new float[out];
    blockSums = new float[out];
  }

  @Override
  public List<float[]> weights() {
    return List.of(kernel, bias);
  }

  @Override
  public void weightsFilled() {
    for (int j = 0; j < in; j++) {
      System.arraycopy(kernel, j * out, rows[j], 0, out);
    }
  }

  @Override
  public int outputs() {
    return out;
  }

  @Override
  public void run(float[] inputs, float[] outputs) {
    int block = in < BLOCKED_FROM ? in : BLOCK;
    Arrays.fill(outputs, 0, out, 0f);
    for (int from = 0; from < in; from += block) {
      int to = Math.min(in, from + block);
      if (out <= FEW) {
        addFew(kernel, inputs, from, to, outputs, out);
      } else {
        addMany(rows, inputs, from, to, outputs, out);
      }
    }
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
