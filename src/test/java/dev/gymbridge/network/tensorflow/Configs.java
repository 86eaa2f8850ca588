package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.TargetConfig;
import java.util.List;

/** Configurations for the tests: floats, fully connected layers, Huber loss, Adam. */
final class Configs {
  private Configs() {}

  static NetworkConfig of(
      int observationSize,
      int actions,
      List<Integer> hiddenSizes,
      boolean doubleDqn,
      double huberDelta,
      double maxGradientNorm,
      double adamEpsilon,
      long seed) {
    return NetworkConfig.of(ObservationShape.flat(observationSize), actions)
        .withHiddenSizes(hiddenSizes.stream().mapToInt(Integer::intValue).toArray())
        .withTarget(new TargetConfig(doubleDqn, null))
        .withHead(new HeadConfig.Expected(HeadConfig.Loss.HUBER, huberDelta))
        .withMaxGradientNorm(maxGradientNorm)
        .withOptimizer(new OptimizerConfig.Adam(adamEpsilon))
        .withSeed(seed);
  }
}
