package dev.gymbridge.network;

import java.util.List;

/**
 * Everything that decides what a Q-network is and how it learns.
 *
 * <pre>{@code
 * NetworkConfig config =
 *     NetworkConfig.of(ObservationShape.flat(4), 2)
 *         .withHead(new HeadConfig.Quantile(51, 1.0))
 *         .withSeed(7);
 * }</pre>
 *
 * @param observation what an observation looks like
 * @param actions the number of actions, at least 1
 * @param layers from the observation to the outputs
 * @param head what the outputs mean, and their loss
 * @param target what they are drawn towards
 * @param optimizer how gradients become steps
 * @param maxGradientNorm the global norm to which gradients are clipped; infinite for no clipping
 * @param seed of the initial weights and of the noise
 */
public record NetworkConfig(
    ObservationShape observation,
    int actions,
    LayersConfig layers,
    HeadConfig head,
    TargetConfig target,
    OptimizerConfig optimizer,
    double maxGradientNorm,
    long seed) {
  public NetworkConfig {
    Checks.requireAtLeastOne("actions", actions);
    Checks.requirePositive("maxGradientNorm", maxGradientNorm);
    if (!layers.convolution().fits(observation)) {
      throw new IllegalArgumentException(
          "the convolutions %s need a picture of three dimensions with at least %d pixels a side, got %s"
              .formatted(
                  layers.convolution(),
                  layers.convolution().smallestSide(),
                  observation.dimensions()));
    }
  }

  /**
   * Two hidden layers of 128, the convolutions that suit the observation before them, Huber loss,
   * Adam, no clipping, seed 0.
   */
  public static NetworkConfig of(ObservationShape observation, int actions) {
    Convolution convolution = Convolution.forObservation(observation);
    return new NetworkConfig(
        observation,
        actions,
        new LayersConfig(convolution, List.of(128, 128), false, 0, false),
        new HeadConfig.Expected(HeadConfig.Loss.HUBER, 1.0),
        new TargetConfig(false, null),
        new OptimizerConfig.Adam(1e-8),
        Double.POSITIVE_INFINITY,
        0);
  }

  /** Numbers of one observation. */
  public int observationSize() {
    return observation.size();
  }

  /** How many numbers the network learns. */
  public long weights() {
    return WeightCount.of(this);
  }

  /** The same with other layers. */
  public NetworkConfig withLayers(LayersConfig other) {
    return new NetworkConfig(
        observation, actions, other, head, target, optimizer, maxGradientNorm, seed);
  }

  /** The same with fully connected layers of other sizes. */
  public NetworkConfig withHiddenSizes(int... sizes) {
    return withLayers(
        new LayersConfig(
            layers.scale(),
            layers.convolution(),
            java.util.Arrays.stream(sizes).boxed().toList(),
            layers.dueling(),
            layers.noisySigma(),
            layers.layerNorm()));
  }

  /** The same with another head. */
  public NetworkConfig withHead(HeadConfig other) {
    return new NetworkConfig(
        observation, actions, layers, other, target, optimizer, maxGradientNorm, seed);
  }

  /** The same with another target. */
  public NetworkConfig withTarget(TargetConfig other) {
    return new NetworkConfig(
        observation, actions, layers, head, other, optimizer, maxGradientNorm, seed);
  }

  /** The same with another optimiser. */
  public NetworkConfig withOptimizer(OptimizerConfig other) {
    return new NetworkConfig(
        observation, actions, layers, head, target, other, maxGradientNorm, seed);
  }

  /** The same with another bound for the global norm of the gradients. */
  public NetworkConfig withMaxGradientNorm(double norm) {
    return new NetworkConfig(observation, actions, layers, head, target, optimizer, norm, seed);
  }

  /** The same with another seed. */
  public NetworkConfig withSeed(long other) {
    return new NetworkConfig(
        observation, actions, layers, head, target, optimizer, maxGradientNorm, other);
  }
}
