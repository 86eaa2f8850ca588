package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.layer.LayerNormalization;
import java.util.List;

/**
 * One row through a layer normalisation.
 *
 * <p>Eigen takes the product of a row and a column with fused operations, one after another: so the
 * means here.
 */
final class NormalizationStep implements ForwardStep {
  private final int size;
  private final float share;
  private final float[] scale;
  private final float[] offset;

  NormalizationStep(LayerNormalization layer) {
    size = layer.size();
    share = 1f / size;
    scale = new float[size];
    offset = new float[size];
  }

  @Override
  public List<float[]> weights() {
    return List.of(scale, offset);
  }

  @Override
  public int outputs() {
    return size;
  }

  @Override
  public void run(float[] inputs, float[] outputs) {
    float mean = 0;
    for (int i = 0; i < size; i++) {
      mean = Math.fma(inputs[i], share, mean);
    }
    float variance = 0;
    for (int i = 0; i < size; i++) {
      float centred = inputs[i] - mean;
      outputs[i] = centred;
      variance = Math.fma(centred * centred, share, variance);
    }
    float perDeviation = 1f / (float) Math.sqrt(variance + LayerNormalization.EPSILON);
    for (int i = 0; i < size; i++) {
      outputs[i] = outputs[i] * perDeviation * scale[i] + offset[i];
    }
  }
}
