package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.tensorflow.head.Head;
import dev.gymbridge.network.tensorflow.head.Successors;
import dev.gymbridge.network.tensorflow.layer.Pass;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the outputs of some gradient steps are drawn towards, no gradient passing through.
 *
 * <p>The next action is the greedy one of the target network; with double DQN (van Hasselt et al.
 * 2016) that of the online network as it stands before the step. The target network stands still
 * during a run, so it sees the transitions of all steps at once.
 */
final class TdTargets {
  private final Ops tf;
  private final Blueprint blueprint;
  private final int actions;
  private final List<Operand<TFloat32>> nextObservations;
  private final List<Operand<TFloat32>> nextOutputs;
  private final List<Operand<TFloat32>> rewards;
  private final List<Operand<TFloat32>> discounts;

  /** The targets of all steps; empty where they wait for the online network. */
  private final List<Operand<TFloat32>> finished;

  TdTargets(
      Ops tf,
      NetworkConfig config,
      Blueprint blueprint,
      Variables variables,
      BatchPlaceholders batch,
      int steps) {
    this.tf = tf;
    this.blueprint = blueprint;
    actions = config.actions();
    Operand<TFloat32> outputs =
        blueprint
            .body()
            .apply(new Pass(tf), Variables.values(variables.target()), batch.nextObservations())
            .outputs();
    if (config.doubleDqn()) {
      nextObservations = Slices.of(tf, batch.nextObservations(), steps);
      nextOutputs = Slices.of(tf, outputs, steps);
      rewards = Slices.of(tf, batch.rewards(), steps);
      discounts = Slices.of(tf, batch.discounts(), steps);
      finished = List.of();
    } else {
      nextObservations = List.of();
      nextOutputs = List.of();
      rewards = List.of();
      discounts = List.of();
      Successors all = new Successors(batch.rewards(), batch.discounts(), outputs, null);
      finished = Slices.of(tf, blueprint.head().target(tf, all), steps);
    }
  }

  /**
   * The targets of one step.
   *
   * @param step from 0
   * @param online weights of the online network as they stand before the step
   * @return [transitions of the step] or [transitions of the step, K]
   */
  Operand<TFloat32> of(int step, List<Operand<TFloat32>> online) {
    if (!finished.isEmpty()) {
      return finished.get(step);
    }
    Head head = blueprint.head();
    Operand<TFloat32> opinion =
        blueprint.body().apply(new Pass(tf), online, nextObservations.get(step)).outputs();
    Operand<TFloat32> choice =
        tf.oneHot(
            tf.math.argMax(head.actionValues(tf, opinion), tf.constant(1), TInt32.class),
            tf.constant(actions),
            tf.constant(1f),
            tf.constant(0f),
            new OneHot.Options[0]);
    return head.target(
        tf, new Successors(rewards.get(step), discounts.get(step), nextOutputs.get(step), choice));
  }
}
