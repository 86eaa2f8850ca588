package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights that a network starts with.
 *
 * <p>Kernel and bias of a layer with n inputs are uniform in [-1/sqrt(n), 1/sqrt(n)): the default
 * of PyTorch's {@code Linear} (He et al. 2015 with a = sqrt(5)). The published results that the
 * presets are held against were reached with it. The numbers themselves are of this class's own
 * generator.
 */
final class InitialWeights {
  private static final float TWO_TO_MINUS_23 = 0x1p-23f;

  private InitialWeights() {}

  /** Kernel and bias of each layer in turn, the kernel as [inputs, outputs] by rows. */
  static List<float[]> of(NetworkConfig config) {
    SplittableRandom random = new SplittableRandom(config.seed());
    List<float[]> values = new ArrayList<>();
    for (LayerShape layer : LayerShape.of(config)) {
      float bound = (float) (1 / Math.sqrt(layer.inputs()));
      values.add(uniform(random, layer.inputs() * layer.outputs(), bound));
      values.add(uniform(random, layer.outputs(), bound));
    }
    return values;
  }

  /** From 24 bits of each {@code nextLong}, which no JDK may reinterpret. */
  private static float[] uniform(SplittableRandom random, int size, float bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = bound * ((random.nextLong() >>> 40) * TWO_TO_MINUS_23 - 1);
    }
    return values;
  }
}
