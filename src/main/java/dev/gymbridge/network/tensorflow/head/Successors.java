package dev.gymbridge.network.tensorflow.head;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What followed some transitions.
 *
 * @param rewards [n]
 * @param discounts what the value of the next observation is multiplied by, 0 after a termination,
 *     [n]
 * @param outputs of the target network for the next observations, [n, actions * K]
 * @param policy the probability of each action at the next observation, [n, actions]; null for the
 *     greedy policy of the target network itself
 * @param bonus what is added to the value of each next action, [n, actions]; null for nothing
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record Successors(
    Operand<TFloat32> rewards,
    Operand<TFloat32> discounts,
    Operand<TFloat32> outputs,
    @Nullable Operand<TFloat32> policy,
    @Nullable Operand<TFloat32> bonus) {
  /** The same under another policy, without a bonus. */
  public Successors under(Operand<TFloat32> otherPolicy) {
    return new Successors(rewards, discounts, outputs, otherPolicy, null);
  }
}
