package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the action values of some gradient steps are drawn towards, no gradient passing through.
 *
 * <pre>
 * target_j = reward_j + discount_j * Q_target(next_j, a_j)
 * a_j      = argmax_a Q_target(next_j, a)    double DQN: argmax_a Q_online(next_j, a)
 * </pre>
 *
 * <p>The target network stands still during a run, so it sees the transitions of all steps at once.
 */
final class TdTargets {
  private final Ops tf;
  private final boolean doubleDqn;
  private final int actions;
  private final List<Operand<TFloat32>> nextObservations;
  private final List<Operand<TFloat32>> nextValues;
  private final List<Operand<TFloat32>> rewards;
  private final List<Operand<TFloat32>> discounts;
  private final List<Operand<TFloat32>> finished;

  TdTargets(Ops tf, NetworkConfig config, Variables variables, BatchPlaceholders batch, int steps) {
    this.tf = tf;
    doubleDqn = config.doubleDqn();
    actions = config.actions();
    Operand<TFloat32> values =
        new Perceptron(tf, Variables.values(variables.target()), batch.nextObservations())
            .actionValues();
    if (doubleDqn) {
      nextObservations = Shapes.slices(tf, batch.nextObservations(), steps);
      nextValues = Shapes.slices(tf, values, steps);
      rewards = Shapes.slices(tf, batch.rewards(), steps);
      discounts = Shapes.slices(tf, batch.discounts(), steps);
      finished = List.of();
    } else {
      nextObservations = List.of();
      nextValues = List.of();
      rewards = List.of();
      discounts = List.of();
      Operand<TFloat32> best = tf.reduceMax(values, tf.constant(1), new ReduceMax.Options[0]);
      finished = Shapes.slices(tf, bootstrapped(batch.rewards(), batch.discounts(), best), steps);
    }
  }

  /**
   * The TD targets of one step.
   *
   * @param step from 0
   * @param online weights of the online network as they stand before the step
   * @return [transitions of the step]
   */
  Operand<TFloat32> of(int step, List<Operand<TFloat32>> online) {
    if (!doubleDqn) {
      return finished.get(step);
    }
    Operand<TFloat32> opinion =
        new Perceptron(tf, online, nextObservations.get(step)).actionValues();
    Operand<TFloat32> choice =
        tf.oneHot(
            tf.math.argMax(opinion, tf.constant(1), TInt32.class),
            tf.constant(actions),
            tf.constant(1f),
            tf.constant(0f),
            new OneHot.Options[0]);
    Operand<TFloat32> value =
        tf.reduceSum(
            tf.math.mul(choice, nextValues.get(step)), tf.constant(1), new ReduceSum.Options[0]);
    return bootstrapped(rewards.get(step), discounts.get(step), value);
  }

  private Operand<TFloat32> bootstrapped(
      Operand<TFloat32> reward, Operand<TFloat32> discount, Operand<TFloat32> value) {
    Shapes.requireVector("value of the next observations", value);
    return tf.math.add(reward, tf.math.mul(discount, value));
  }
}
