package dev.gymbridge.network;

import org.jspecify.annotations.Nullable;

/**
 * What a network learns towards.
 *
 * @param doubleDqn whether the online network chooses the next action (van Hasselt et al. 2016);
 *     without effect beside {@code munchausen}, which chooses none
 * @param munchausen the soft target with the log-policy in the reward; null for the greedy target
 */
public record TargetConfig(boolean doubleDqn, @Nullable Munchausen munchausen) {
  /**
   * Munchausen reinforcement learning (Vieillard et al. 2020).
   *
   * @param alpha how much of the log-policy is added to the reward, in [0, 1); 0.9 there
   * @param temperature of the softmax policy, in units of the action values; 0.03 there
   * @param clip the least that the scaled log-policy may be, at most 0; -1 there
   */
  public record Munchausen(double alpha, double temperature, double clip) {
    public Munchausen {
      Checks.requireInUnitInterval("alpha", alpha);
      Checks.requirePositive("temperature", temperature);
      if (!(clip <= 0)) {
        throw new IllegalArgumentException("clip must be at most 0, got " + clip);
      }
    }
  }
}
