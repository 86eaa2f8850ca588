package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The probabilities of K returns z_1 to z_K, evenly spaced, for each action; the outputs are their
 * logits.
 *
 * <pre>
 * Q(a)   = sum_k p_k(a) z_k
 * target = the distribution of reward + discount * (z + bonus), each place sharing its probability
 *          between the two z next to it, clipped to [z_1, z_K]
 * loss   = mean_j weight_j * cross entropy of target_j and p(action_j)
 * </pre>
 *
 * <p>The gradient of the cross entropy by the logits is p - target: it is written out. How far off
 * a transition is is the Kullback-Leibler divergence, as Rainbow has it.
 *
 * <p>Source: Bellemare et al. 2017, algorithm 1; Hessel et al. 2018. Not in the papers: under a
 * policy that is not greedy the target is the mixture of the distributions of all actions.
 *
 * @param count K, at least 2
 * @param vMin z_1
 * @param vMax z_K
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record Categorical(int count, double vMin, double vMax) implements Head {
  @Override
  public int outputsPerAction() {
    return count;
  }

  @Override
  public Operand<TFloat32> actionValues(Ops tf, Operand<TFloat32> outputs) {
    return expectation(tf, 2, probabilities(tf, outputs));
  }

  @Override
  public Operand<TFloat32> target(Ops tf, Successors next) {
    Operand<TFloat32> probabilities = probabilities(tf, next.outputs());
    if (next.bonus() != null && next.policy() != null) {
      Operand<TFloat32> joint = tf.math.mul(Atoms.column(tf, next.policy()), probabilities);
      Operand<TFloat32> places = tf.math.add(Atoms.column(tf, next.bonus()), support(tf));
      return project(tf, next, flat(tf, places), flat(tf, joint));
    }
    Operand<TFloat32> policy =
        next.policy() == null
            ? Greedy.policy(tf, expectation(tf, 2, probabilities))
            : next.policy();
    return project(tf, next, support(tf), new Atoms(count).mean(tf, policy, probabilities));
  }

  @Override
  public Loss loss(
      Ops tf,
      Operand<TFloat32> outputs,
      Operand<TFloat32> taken,
      Operand<TFloat32> target,
      Operand<TFloat32> weights) {
    Atoms atoms = new Atoms(count);
    Operand<TFloat32> logits = atoms.mean(tf, taken, atoms.byAction(tf, outputs));
    Operand<TFloat32> log = tf.nn.logSoftmax(logits);
    Operand<TFloat32> probabilities = tf.math.exp(log);
    Operand<TFloat32> crossEntropy = tf.math.neg(Sums.over(tf, 1, tf.math.mul(target, log)));
    Operand<TFloat32> entropy = tf.math.neg(Sums.over(tf, 1, tf.math.xlogy(target, target)));
    Operand<TFloat32> divergence =
        tf.math.maximum(tf.math.sub(crossEntropy, entropy), tf.constant(0f));
    Operand<TFloat32> byLogits =
        tf.math.mul(Atoms.column(tf, weights), tf.math.sub(probabilities, target));
    return new Loss(
        Sums.over(tf, 0, tf.math.mul(weights, crossEntropy)),
        tf.math.mean(expectation(tf, 1, probabilities), tf.constant(0)),
        divergence,
        atoms.spread(tf, taken, byLogits));
  }

  /** [n, actions, K]. */
  private Operand<TFloat32> probabilities(Ops tf, Operand<TFloat32> outputs) {
    return tf.nn.softmax(new Atoms(count).byAction(tf, outputs));
  }

  private Operand<TFloat32> expectation(Ops tf, int axis, Operand<TFloat32> probabilities) {
    return Sums.over(tf, axis, tf.math.mul(probabilities, support(tf)));
  }

  /** [n, actions * K] of [n, actions, K]. */
  private Operand<TFloat32> flat(Ops tf, Operand<TFloat32> byAction) {
    return new Atoms(count).flat(tf, byAction);
  }

  /** z, [K]. */
  private Operand<TFloat32> support(Ops tf) {
    return tf.constant(places());
  }

  /** z, [K]. */
  public float[] places() {
    float[] places = new float[count];
    for (int k = 0; k < count; k++) {
      places[k] = (float) (vMin + k * spacing());
    }
    return places;
  }

  private double spacing() {
    return (vMax - vMin) / (count - 1);
  }

  /**
   * Moves returns by one step and shares their probability between the z next to them.
   *
   * @param places [M] or [n, M]
   * @param probabilities [n, M]
   * @return [n, K]
   */
  private Operand<TFloat32> project(
      Ops tf, Successors next, Operand<TFloat32> places, Operand<TFloat32> probabilities) {
    Operand<TFloat32> moved =
        tf.math.add(
            Atoms.column(tf, next.rewards()),
            tf.math.mul(Atoms.column(tf, next.discounts()), places));
    Operand<TFloat32> clipped =
        tf.clipByValue(moved, tf.constant((float) vMin), tf.constant((float) vMax));
    Operand<TFloat32> distance =
        tf.math.div(
            tf.math.abs(tf.math.sub(Atoms.column(tf, clipped), support(tf))),
            tf.constant((float) spacing()));
    Operand<TFloat32> share =
        tf.math.maximum(tf.math.sub(tf.constant(1f), distance), tf.constant(0f));
    return Sums.over(tf, 1, tf.math.mul(Atoms.column(tf, probabilities), share));
  }
}
