package dev.gymbridge.network.tensorflow.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.tensorflow.TinyGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Values, targets and losses in numbers worked out by hand: two actions, one transition. */
class HeadsTest {
  private static final float LN2 = (float) Math.log(2);
  private static final float LN3 = (float) Math.log(3);

  private final TinyGraph graph = new TinyGraph();
  private final Ops tf = graph.tf();

  @AfterEach
  void close() {
    graph.close();
  }

  private Operand<TFloat32> row(float... values) {
    return graph.input(values, 1, values.length);
  }

  private Successors successors(float reward, float discount, Operand<TFloat32> outputs) {
    return new Successors(
        graph.input(new float[] {reward}, 1),
        graph.input(new float[] {discount}, 1),
        outputs,
        null,
        null);
  }

  private Loss loss(Head head, Operand<TFloat32> outputs, Operand<TFloat32> target) {
    return head.loss(tf, outputs, row(0, 1), target, graph.input(new float[] {0.5f}, 1));
  }

  @Test
  void anExpectedValueIsDrawnTowardsTheBestNextOneOrThatOfThePolicy() {
    Head head = new ExpectedValue(new ErrorLoss.Huber(1));
    Successors next = successors(1, 0.5f, row(4, 6));
    assertThat(graph.valueOf(head.target(tf, next))).containsExactly(4);
    assertThat(graph.valueOf(head.target(tf, next.under(row(1, 0))))).containsExactly(3);
  }

  @Test
  void huberIsSquareNearZeroAndStraightBeyondDelta() {
    Head head = new ExpectedValue(new ErrorLoss.Huber(1));
    Operand<TFloat32> target = graph.input(new float[] {0}, 1);
    Loss near = loss(head, row(9, 0.5f), target);
    assertThat(graph.valueOf(near.value())).containsExactly(0.5f * 0.125f);
    assertThat(graph.valueOf(near.byOutputs())).containsExactly(0, 0.25f);
    assertThat(graph.valueOf(near.meanQ())).containsExactly(0.5f);
    Loss far = loss(head, row(9, -3), target);
    assertThat(graph.valueOf(far.value())).containsExactly(0.5f * 2.5f);
    assertThat(graph.valueOf(far.byOutputs()))
        .containsExactly(new float[] {0, -0.5f}, within(1e-7f));
    assertThat(graph.valueOf(far.surprises())).containsExactly(3);
  }

  @Test
  void theSquareLossIsTheSquare() {
    Loss loss =
        loss(
            new ExpectedValue(new ErrorLoss.Square()), row(9, -3), graph.input(new float[] {0}, 1));
    assertThat(graph.valueOf(loss.value())).containsExactly(0.5f * 9);
    assertThat(graph.valueOf(loss.byOutputs())).containsExactly(new float[] {0, -3}, within(1e-7f));
  }

  @Test
  void aCategoricalValueIsTheMeanOfTheAtoms() {
    Head head = new Categorical(3, -1, 1);
    // Probabilities 1/3 each; then 1/4, 1/4, 1/2.
    assertThat(graph.valueOf(head.actionValues(tf, row(0, 0, 0, 0, 0, LN2))))
        .containsExactly(new float[] {0, 0.25f}, within(1e-6f));
  }

  @Test
  void aCategoricalTargetSharesProbabilityBetweenNeighbours() {
    Head head = new Categorical(3, -1, 1);
    // Action 1 is the better one: 1/4, 1/4, 1/2 at 0.1 + 0.5 * (-1, 0, 1) = -0.4, 0.1, 0.6:
    // -1 gets 0.4 / 4, 0 gets 0.6 / 4 + 0.9 / 4 + 0.4 / 2, 1 gets 0.1 / 4 + 0.6 / 2.
    Operand<TFloat32> outputs = row(0, 0, 0, 0, 0, LN2);
    assertThat(graph.valueOf(head.target(tf, successors(0.1f, 0.5f, outputs))))
        .containsExactly(new float[] {0.1f, 0.575f, 0.325f}, within(1e-6f));
    // Under the policy of action 0: 1/3 each.
    Operand<TFloat32> other = head.target(tf, successors(0.1f, 0.5f, outputs).under(row(1, 0)));
    assertThat(graph.valueOf(other))
        .containsExactly(new float[] {0.4f / 3, 1.9f / 3, 0.7f / 3}, within(1e-6f));
  }

  @Test
  void aCategoricalTargetBeyondTheAtomsLiesOnTheLast() {
    Head head = new Categorical(3, -1, 1);
    Operand<TFloat32> outputs = row(0, 0, 0, 0, 0, LN2);
    assertThat(graph.valueOf(head.target(tf, successors(7, 0.5f, outputs))))
        .containsExactly(new float[] {0, 0, 1}, within(1e-6f));
    // A terminated transition is worth its reward alone.
    assertThat(graph.valueOf(head.target(tf, successors(-0.25f, 0, outputs))))
        .containsExactly(new float[] {0.25f, 0.75f, 0}, within(1e-6f));
  }

  @Test
  void theCategoricalLossIsTheCrossEntropyAndTheSurpriseTheDivergence() {
    Head head = new Categorical(2, 0, 1);
    // p(action 1) = 1/4, 3/4; target 1/2, 1/2.
    Loss loss = loss(head, row(7, 7, 0, LN3), graph.input(new float[] {0.5f, 0.5f}, 1, 2));
    double crossEntropy = 0.5 * Math.log(4) + 0.5 * Math.log(4 / 3.0);
    assertThat((double) graph.valueOf(loss.value())[0]).isCloseTo(0.5 * crossEntropy, within(1e-6));
    assertThat((double) graph.valueOf(loss.surprises())[0])
        .isCloseTo(crossEntropy - Math.log(2), within(1e-6));
    assertThat(graph.valueOf(loss.byOutputs()))
        .containsExactly(new float[] {0, 0, -0.125f, 0.125f}, within(1e-6f));
    assertThat((double) graph.valueOf(loss.meanQ())[0]).isCloseTo(0.75, within(1e-6));
  }

  @Test
  void aTargetThatIsMetSurprisesNobodyWhateverItsZeros() {
    Head head = new Categorical(2, 0, 1);
    Loss loss = loss(head, row(7, 7, 0, 200), graph.input(new float[] {0, 1}, 1, 2));
    assertThat(graph.valueOf(loss.surprises())).containsExactly(0);
  }

  @Test
  void aQuantileValueIsTheMeanAndItsTargetIsMovedQuantileByQuantile() {
    Head head = new Quantile(2, 1);
    Operand<TFloat32> outputs = row(1, 3, 0, 8);
    assertThat(graph.valueOf(head.actionValues(tf, outputs))).containsExactly(2, 4);
    assertThat(graph.valueOf(head.target(tf, successors(1, 0.5f, outputs)))).containsExactly(1, 5);
    assertThat(graph.valueOf(head.target(tf, successors(1, 0.5f, outputs).under(row(1, 0)))))
        .containsExactly(1.5f, 2.5f);
  }

  @Test
  void theQuantileLossTiltsTheHuberLoss() {
    Head head = new Quantile(2, 1);
    // theta = 0, 2 with tau = 1/4, 3/4; targets 0.5, 3. u = target - theta:
    // theta_1: 0.5 (1/4 * 0.125), 3 (1/4 * 2.5); theta_2: -1.5 (1/4 * 1), 1 (3/4 * 0.5).
    Loss loss = loss(head, row(7, 7, 0, 2), graph.input(new float[] {0.5f, 3}, 1, 2));
    float expected = (0.03125f + 0.625f) / 2 + (0.25f + 0.375f) / 2;
    assertThat(graph.valueOf(loss.value())).containsExactly(0.5f * expected);
    // By theta_1: -(1/4 * 0.5 + 1/4 * 1) / 2; by theta_2: -(-1/4 * 1 + 3/4 * 1) / 2.
    assertThat(graph.valueOf(loss.byOutputs()))
        .containsExactly(new float[] {0, 0, -0.5f * 0.1875f, -0.5f * 0.25f}, within(1e-7f));
    assertThat(graph.valueOf(loss.surprises())).containsExactly(0.75f);
    assertThat(graph.valueOf(loss.meanQ())).containsExactly(1);
  }

  @Test
  void munchausenAddsTheClippedLogPolicyToTheRewardAndTheEntropyToTheValue() {
    Head head = new ExpectedValue(new ErrorLoss.Huber(1));
    // Temperature 2: policies 1/4, 3/4 here and 1/2, 1/2 at the next observation.
    SoftTarget munchausen = new SoftTarget(0.5, 2, -1);
    Operand<TFloat32> here = row(0, 2 * LN3);
    Successors next = successors(1, 0.5f, row(6, 6));
    double entropy = 6 + 2 * Math.log(2);
    Operand<TFloat32> likely = head.target(tf, munchausen.soften(tf, head, here, row(0, 1), next));
    assertThat((double) graph.valueOf(likely)[0])
        .isCloseTo(1 + 0.5 * 2 * Math.log(0.75) + 0.5 * entropy, within(1e-5));
    // 2 * log(1/4) lies below the clip.
    Operand<TFloat32> unlikely =
        head.target(tf, munchausen.soften(tf, head, here, row(1, 0), next));
    assertThat((double) graph.valueOf(unlikely)[0])
        .isCloseTo(1 + 0.5 * -1 + 0.5 * entropy, within(1e-5));
  }

  @Test
  void munchausenMixesDistributions() {
    SoftTarget munchausen = new SoftTarget(0, 1, -1);
    // Both actions alike: policy 1/2 each, bonus log 2 each, so returns are moved by 0.5 * log 2.
    Head quantile = new Quantile(2, 1);
    Successors next = successors(0, 0.5f, row(1, 3, 1, 3));
    assertThat(
            graph.valueOf(
                quantile.target(
                    tf, munchausen.soften(tf, quantile, row(0, 0, 0, 0), row(0, 1), next))))
        .containsExactly(new float[] {0.5f + LN2 / 2, 1.5f + LN2 / 2}, within(1e-5f));

    Head categorical = new Categorical(2, 0, 1);
    Successors certain = successors(0, 0.5f, row(200, 0, 200, 0));
    // All probability at 0, moved to 0.5 * log 2 = 0.3466.
    assertThat(
            graph.valueOf(
                categorical.target(
                    tf, munchausen.soften(tf, categorical, row(0, 0, 0, 0), row(0, 1), certain))))
        .containsExactly(new float[] {1 - LN2 / 2, LN2 / 2}, within(1e-5f));
  }
}
