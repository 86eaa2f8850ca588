package dev.gymbridge.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a Q-network.
 *
 * @param scale what the numbers of an observation pass first; null for nothing
 * @param convolution what a picture passes next
 * @param hiddenSizes units of each hidden layer, ReLU after each
 * @param dueling whether the value of the observation and the advantages of the actions are
 *     computed apart, each by a last hidden layer of its own (Wang et al. 2016)
 * @param noisySigma the noise that the fully connected layers learn starts with this over the
 *     square root of their inputs (Fortunato et al. 2018, 0.5 there); 0 for layers without noise
 * @param layerNorm whether each hidden layer is normalised before its ReLU (Ba et al. 2016)
 */
public record LayersConfig(
    @Nullable InputScale scale,
    Convolution convolution,
    List<Integer> hiddenSizes,
    boolean dueling,
    double noisySigma,
    boolean layerNorm) {
  public LayersConfig {
    hiddenSizes = List.copyOf(hiddenSizes);
    hiddenSizes.forEach(size -> Checks.requireAtLeastOne("a hidden size", size));
    if (!(noisySigma >= 0) || Double.isInfinite(noisySigma)) {
      throw new IllegalArgumentException(
          "noisySigma must be at least 0 and finite, got " + noisySigma);
    }
  }

  /** Layers that take observations as they are. */
  public LayersConfig(
      Convolution convolution,
      List<Integer> hiddenSizes,
      boolean dueling,
      double noisySigma,
      boolean layerNorm) {
    this(null, convolution, hiddenSizes, dueling, noisySigma, layerNorm);
  }

  /** Fully connected layers and nothing else. */
  public static LayersConfig of(List<Integer> hiddenSizes) {
    return new LayersConfig(Convolution.NONE, hiddenSizes, false, 0, false);
  }

  /** Whether the layers draw noise. */
  public boolean noisy() {
    return noisySigma > 0;
  }
}
