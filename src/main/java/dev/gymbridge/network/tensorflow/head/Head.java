package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The meaning of a network's outputs: K numbers for each action.
 *
 * @apiNote Public for {@code network.tensorflow} only.
 */
public interface Head {
  /** Numbers for each action, K. */
  int outputsPerAction();

  /**
   * The expected returns.
   *
   * @param outputs of a network, [n, actions * K]
   * @return [n, actions]
   */
  Operand<TFloat32> actionValues(Ops tf, Operand<TFloat32> outputs);

  /**
   * What the outputs for the actions taken are drawn towards; no gradient passes through it.
   *
   * @return [n] or [n, K]
   */
  Operand<TFloat32> target(Ops tf, Successors successors);

  /**
   * The loss of one gradient step.
   *
   * @param outputs of the online network for the observations, [n, actions * K]
   * @param taken [n, actions]: 1 for the action that was taken, else 0
   * @param target as {@link #target} gives it
   * @param weights [n], each divided by n
   */
  Loss loss(
      Ops tf,
      Operand<TFloat32> outputs,
      Operand<TFloat32> taken,
      Operand<TFloat32> target,
      Operand<TFloat32> weights);
}
