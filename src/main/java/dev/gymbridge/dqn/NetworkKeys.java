package dev.gymbridge.dqn;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.TargetConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the Q-network is, its loss and its optimiser; the keys of {@link DqnConfig#network}. */
public record NetworkKeys(
    @Key(value = "units of each hidden layer, ReLU between them", atLeast = 1)
        List<Integer> hiddenSizes,
    @Key("whether the online network chooses the next action (van Hasselt et al. 2016)")
        boolean doubleDqn,
    @Key(value = "Adam's epsilon", above = 0) double adamEpsilon,
    @Key(value = "where the Huber loss turns from square to straight", above = 0) double huberDelta,
    @Key(value = "global norm to which gradients are clipped; null for no clipping", above = 0)
        @Nullable Double maxGradientNorm) {
  public NetworkKeys {
    hiddenSizes = List.copyOf(hiddenSizes);
  }

  /**
   * The network that these keys mean.
   *
   * @param observation what an observation of the environment looks like
   * @param actions how many it takes
   */
  public NetworkConfig toNetworkConfig(ObservationShape observation, int actions, long seed) {
    return new NetworkConfig(
        observation,
        actions,
        LayersConfig.of(hiddenSizes),
        new HeadConfig.Expected(HeadConfig.Loss.HUBER, huberDelta),
        new TargetConfig(doubleDqn, null),
        new OptimizerConfig.Adam(adamEpsilon),
        maxGradientNorm == null ? Double.POSITIVE_INFINITY : maxGradientNorm,
        seed);
  }
}
