package dev.gymbridge.dqn;

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
}
