package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("one-jdk")
class GradientStepTest {
  private static final int OBSERVATION = 3;
  private static final int ACTIONS = 4;
  private static final double NO_CLIPPING = Double.POSITIVE_INFINITY;

  /** A weak epsilon would hide where it is added: this one is felt. */
  private static final double EPSILON = 0.01;

  private static NetworkConfig config(boolean doubleDqn, double delta, double maxNorm) {
    return Configs.of(OBSERVATION, ACTIONS, List.of(7, 5), doubleDqn, delta, maxNorm, EPSILON, 11);
  }

  private static Batch batch(int size, long seed) {
    return Batches.random(size, OBSERVATION, ACTIONS, seed);
  }

  /** Makes the target network differ from the online network, and the online choice with it. */
  private static void takeApart(TensorFlowQNetwork network) {
    network.update(batch(160, 99), 20, 0.02);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1.0, Infinity",
    "true, 1.0, Infinity",
    "false, 0.2, Infinity",
    "true, 1000, Infinity",
    "false, 1.0, 0.05",
    "true, 1.0, 0.3",
    "false, 1.0, 1000"
  })
  void gradientsAreTheDifferencesOfTheLoss(boolean doubleDqn, double delta, double maxNorm) {
    NetworkConfig config = config(doubleDqn, delta, maxNorm);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      takeApart(network);
      List<StoredArray> before = network.variables();
      Batch batch = batch(16, 5);
      List<double[]> expected = new ReferenceNetwork(config, before).gradients(batch);

      network.update(batch, 1, 0.001);

      List<StoredArray> after = network.variables();
      int arrays = expected.size();
      for (int array = 0; array < arrays; array++) {
        float[] old = before.get(2 * arrays + array).values();
        float[] moment = after.get(2 * arrays + array).values();
        for (int i = 0; i < moment.length; i++) {
          // m' = 0.9 m + 0.1 g
          double gradient = (moment[i] - 0.9 * old[i]) / 0.1;
          assertThat(gradient)
              .as("%s[%d]", before.get(array).name(), i)
              .isCloseTo(expected.get(array)[i], within(1e-5));
        }
      }
    }
  }

  @Test
  void theGradientOfHuberDoesNotJumpWhereSquareTurnsToStraight() {
    NetworkConfig config = Configs.of(1, 1, List.of(), false, 0.5, NO_CLIPPING, EPSILON, 3);
    for (float aside : new float[] {-1e-3f, -1e-6f, 0f, 1e-6f, 1e-3f}) {
      try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
        Batch batch = new Batch(1, 1);
        float[] value = new float[1];
        network.actionValues(batch.observations().floats(), 1, value);
        batch.rewards()[0] = value[0] - 0.5f - aside;

        network.update(batch, 1, 0.001);

        // Q = w * 0 + bias: the gradient by the bias is that of Huber itself.
        assertThat(variable(network, "adam/first_moment/output/bias")[0] / 0.1)
            .isCloseTo(Math.min(0.5, 0.5 + aside), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, Infinity", "true, Infinity", "false, 0.2"})
  void weightsFollowTheReferenceOverManySteps(boolean doubleDqn, double maxNorm) {
    NetworkConfig config = config(doubleDqn, 1.0, maxNorm);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      ReferenceNetwork reference = new ReferenceNetwork(config, network.variables());
      for (int round = 0; round < 6; round++) {
        Batch batch = batch(40, round);
        double loss = 0;
        double meanQ = 0;
        for (int step = 0; step < 5; step++) {
          Batch slice = Batches.slice(batch, step * 8, 8);
          loss += reference.loss(slice, reference.targets(slice)) / 5;
          meanQ += reference.meanQ(slice) / 5;
          reference.update(slice, 0.01);
        }

        UpdateResult result = network.update(batch, 5, 0.01);

        assertThat(result.loss()).isCloseTo(loss, within(1e-4));
        assertThat(result.meanQ()).isCloseTo(meanQ, within(1e-4));
        if (round % 2 == 1) {
          network.syncTarget();
          reference.syncTarget();
        }
      }
      List<StoredArray> variables = network.variables();
      for (int array = 0; array < reference.online().size(); array++) {
        float[] values = variables.get(array).values();
        for (int i = 0; i < values.length; i++) {
          assertThat((double) values[i]).isCloseTo(reference.online().get(array)[i], within(1e-4));
        }
      }
    }
  }

  @Test
  void aTerminatedTransitionIsWorthItsRewardAlone() {
    NetworkConfig config = config(false, 1.0, NO_CLIPPING);
    Batch batch = batch(8, 1);
    java.util.Arrays.fill(batch.discounts(), 0f);
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
        losses[i] = network.update(batch, 1, 0.01).loss();
      }
      java.util.Arrays.fill(batch.nextObservations().floats(), 1e3f);
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
  }

  @Test
  void aWeightOfZeroTakesATransitionOut() {
    NetworkConfig config = config(false, 1.0, NO_CLIPPING);
    Batch one = batch(1, 4);
    Batch two = new Batch(2, OBSERVATION);
    System.arraycopy(one.observations().floats(), 0, two.observations().floats(), 0, OBSERVATION);
    System.arraycopy(
        one.nextObservations().floats(), 0, two.nextObservations().floats(), 0, OBSERVATION);
    two.actions()[0] = one.actions()[0];
    two.rewards()[0] = one.rewards()[0];
    two.discounts()[0] = one.discounts()[0];
    two.weights()[0] = 2 * one.weights()[0];
    two.rewards()[1] = 1e6f;
    two.weights()[1] = 0f;
    try (TensorFlowQNetwork alone = TensorFlowQNetwork.create(config);
        TensorFlowQNetwork pair = TensorFlowQNetwork.create(config)) {
      assertThat(pair.update(two, 1, 0.01).loss())
          .isCloseTo(alone.update(one, 1, 0.01).loss(), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void aFewStepsInOneRunGiveWhatAsManyRunsGive(int steps) {
    requireSame(steps);
  }

  @ParameterizedTest
  @Tag("thorough")
  @ValueSource(ints = {16, 20, 33})
  void manyStepsInOneRunGiveWhatAsManyRunsGive(int steps) {
    requireSame(steps);
  }

  /**
   * The target network sees the transitions of all steps of a run at once; on some processors a
   * product of more rows sums in another order, and its last bits are others.
   */
  private static void requireSame(int steps) {
    for (boolean doubleDqn : new boolean[] {false, true}) {
      NetworkConfig config = Configs.of(4, 2, List.of(128, 128), doubleDqn, 1.0, 10.0, 1e-8, 2);
      try (TensorFlowQNetwork together = TensorFlowQNetwork.create(config);
          TensorFlowQNetwork apart = TensorFlowQNetwork.create(config)) {
        Batch batch = Batches.random(steps * 32, 4, 2, steps);

        together.update(batch, steps, 0.001);
        for (int step = 0; step < steps; step++) {
          apart.update(Batches.slice(batch, step * 32, 32), 1, 0.001);
        }

        List<StoredArray> expected = apart.variables();
        for (int i = 0; i < expected.size(); i++) {
          assertThat(together.variables().get(i).values())
              .as(expected.get(i).name())
              .containsExactly(expected.get(i).values(), within(1e-6f));
        }
      }
    }
  }

  @Test
  void theSameSeedAndTheSameCallsGiveTheSameBits() {
    NetworkConfig config = config(true, 1.0, 10.0);
    try (TensorFlowQNetwork one = TensorFlowQNetwork.create(config);
        TensorFlowQNetwork other = TensorFlowQNetwork.create(config)) {
      for (int round = 0; round < 50; round++) {
        one.update(batch(30, round), 3, 0.003);
        other.update(batch(30, round), 3, 0.003);
        if (round % 10 == 9) {
          one.syncTarget();
          other.syncTarget();
        }
      }
      assertSameBits(one.variables(), other.variables());
    }
  }

  @Test
  void onlySyncTargetMovesTheTargetNetwork() {
    NetworkConfig config = config(false, 1.0, NO_CLIPPING);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      float[] first = variable(network, "target/hidden0/kernel");
      network.update(batch(24, 1), 3, 0.01);
      assertThat(variable(network, "target/hidden0/kernel")).isEqualTo(first);

      network.syncTarget();
      float[] synced = variable(network, "target/hidden0/kernel");
      assertThat(synced).isNotEqualTo(first).isEqualTo(variable(network, "online/hidden0/kernel"));

      // The assignment may share memory; the next update must not show through.
      network.update(batch(24, 2), 3, 0.01);
      assertThat(variable(network, "target/hidden0/kernel")).isEqualTo(synced);
      assertThat(variable(network, "online/hidden0/kernel")).isNotEqualTo(synced);
    }
  }

  @Test
  void aLearningRateOfZeroLeavesTheWeightsAsTheyAre() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config(true, 1.0, 10.0))) {
      takeApart(network);
      float[] before = variable(network, "online/hidden0/kernel");
      network.update(batch(24, 1), 3, 0);
      assertThat(variable(network, "online/hidden0/kernel")).isEqualTo(before);
    }
  }

  @Test
  void surprisesAreTheSizesOfTheTdErrorsBeforeEachStep() {
    NetworkConfig config = config(true, 1.0, NO_CLIPPING);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      takeApart(network);
      ReferenceNetwork reference = new ReferenceNetwork(config, network.variables());
      Batch batch = batch(24, 3);
      float[] surprises = new float[24];

      network.update(batch, 3, 0, surprises);

      double[] targets = reference.targets(batch);
      for (int j = 0; j < 24; j++) {
        double value = reference.actionValues(batch.observations().floats(), j)[batch.actions()[j]];
        assertThat((double) surprises[j]).isCloseTo(Math.abs(value - targets[j]), within(1e-5));
      }
    }
  }

  @Test
  void askingForSurprisesChangesNoBit() {
    NetworkConfig config = config(true, 1.0, 10.0);
    try (TensorFlowQNetwork one = TensorFlowQNetwork.create(config);
        TensorFlowQNetwork other = TensorFlowQNetwork.create(config)) {
      one.update(batch(60, 1), 20, 0.01);
      other.update(batch(60, 1), 20, 0.01, new float[60]);
      assertSameBits(one.variables(), other.variables());
    }
  }

  @Test
  void theTargetNetworkGoesAShareOfTheWay() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config(false, 1.0, NO_CLIPPING))) {
      takeApart(network);
      float[] online = variable(network, "online/hidden1/kernel");
      float[] before = variable(network, "target/hidden1/kernel");

      network.moveTarget(0.25);

      float[] after = variable(network, "target/hidden1/kernel");
      assertThat(after).isNotEqualTo(before);
      for (int i = 0; i < after.length; i++) {
        assertThat(after[i]).isCloseTo(before[i] + 0.25f * (online[i] - before[i]), within(1e-7f));
      }
      assertThat(variable(network, "online/hidden1/kernel")).isEqualTo(online);
    }
  }

  private static float[] variable(TensorFlowQNetwork network, String name) {
    return network.variables().stream()
        .filter(array -> array.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  private static void assertSameBits(List<StoredArray> one, List<StoredArray> other) {
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.get(i).values()).as(one.get(i).name()).isEqualTo(other.get(i).values());
    }
  }
}
