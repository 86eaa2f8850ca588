package dev.gymbridge.network;

import java.util.List;

/**
 * The shape of a Q-network, and its loss and optimiser.
 *
 * @param observationSize floats of one observation
 * @param actions the number of actions
 * @param hiddenSizes units of each hidden layer, ReLU between them
 * @param doubleDqn whether the online network chooses the next action (van Hasselt et al. 2016)
 * @param huberDelta where the Huber loss turns from square to straight, in units of the TD error
 * @param maxGradientNorm the global norm to which gradients are clipped; infinite for no clipping
 * @param adamEpsilon Adam's epsilon, 1e-8 in PyTorch
 * @param seed of the initial weights
 */
public record NetworkConfig(
    int observationSize,
    int actions,
    List<Integer> hiddenSizes,
    boolean doubleDqn,
    double huberDelta,
    double maxGradientNorm,
    double adamEpsilon,
    long seed) {
  public NetworkConfig {
    requireAtLeastOne("observationSize", observationSize);
    requireAtLeastOne("actions", actions);
    hiddenSizes = List.copyOf(hiddenSizes);
    hiddenSizes.forEach(size -> requireAtLeastOne("a hidden size", size));
    requirePositive("huberDelta", huberDelta);
    requirePositive("maxGradientNorm", maxGradientNorm);
    requirePositive("adamEpsilon", adamEpsilon);
  }

  private static void requireAtLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, got " + value);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(what + " must be above 0, got " + value);
    }
  }
}
