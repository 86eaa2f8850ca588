package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFlowQNetworkTest {
  private static final NetworkConfig CONFIG =
      Configs.of(4, 3, List.of(32, 16), false, 1.0, Double.POSITIVE_INFINITY, 1e-8, 5);

  private final Path directory;

  TensorFlowQNetworkTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000})
  void actionValuesAreThoseOfTheLayersWrittenOut(int n) {
    float[] observations = Batches.random(n, 4, 3, n).observations().floats();
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      ReferenceNetwork reference = new ReferenceNetwork(CONFIG, network.variables());
      float[] values = new float[n * 3];
      network.actionValues(observations, n, values);
      for (int row = 0; row < n; row++) {
        double[] expected = reference.actionValues(observations, row);
        for (int a = 0; a < 3; a++) {
          assertThat((double) values[row * 3 + a]).isCloseTo(expected[a], within(1e-5));
        }
      }
    }
  }

  @Test
  void actTakesTheActionOfTheLargestValue() {
    float[] observations = Batches.random(50, 4, 3, 1).observations().floats();
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      float[] values = new float[150];
      int[] greedy = new int[50];
      network.actionValues(observations, 50, values);
      network.act(observations, 50, greedy);
      for (int row = 0; row < 50; row++) {
        for (int a = 0; a < 3; a++) {
          assertThat(values[row * 3 + greedy[row]]).isGreaterThanOrEqualTo(values[row * 3 + a]);
        }
      }
    }
  }

  @Test
  void actTakesTheLowestIndexOfATie() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      setOutputBias(network, 1f, 2f, 2f);
      int[] greedy = {9, 9, 9};
      network.act(new float[12], 3, greedy);
      assertThat(greedy).containsExactly(1, 1, 1);
    }
  }

  private void setOutputBias(TensorFlowQNetwork network, float... bias) {
    List<StoredArray> arrays = new ArrayList<>();
    for (StoredArray array : network.variables()) {
      float[] values = new float[array.values().length];
      if (array.name().equals("online/output/bias")) {
        System.arraycopy(bias, 0, values, 0, bias.length);
      }
      arrays.add(new StoredArray(array.name(), array.shape(), values));
    }
    Checkpoint.write(directory, Blueprint.of(CONFIG).description(), arrays);
    network.restore(directory);
  }

  @Test
  void readsAndWritesOnlyTheFirstRowsOfLongerArrays() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      int[] greedy = {7, 7, 7};
      network.act(new float[100], 2, greedy);
      assertThat(greedy[2]).isEqualTo(7);
      float[] values = new float[9];
      values[6] = 42f;
      network.actionValues(new float[100], 2, values);
      assertThat(values[6]).isEqualTo(42f);
    }
  }

  @Test
  void manyBatchSizesInTurnGiveTheSameValues() {
    float[] observations = Batches.random(40, 4, 3, 3).observations().floats();
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      float[] first = new float[120];
      network.actionValues(observations, 40, first);
      for (int n = 1; n <= 40; n++) {
        float[] values = new float[n * 3];
        network.actionValues(observations, n, values);
      }
      float[] again = new float[120];
      network.actionValues(observations, 40, again);
      assertThat(again).isEqualTo(first);
    }
  }

  @Test
  void aNetworkWithoutHiddenLayersLearns() {
    NetworkConfig linear = Configs.of(2, 2, List.of(), false, 1, 1e9, 1e-8, 1);
    Batch batch = Batches.random(64, 2, 2, 8);
    java.util.Arrays.fill(batch.discounts(), 0f);
    for (int i = 0; i < 64; i++) {
      batch.rewards()[i] = batch.observations().floats()[2 * i] * (1 + batch.actions()[i]) + 0.5f;
    }
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(linear)) {
      double before = network.update(batch, 1, 0.01).loss();
      for (int i = 0; i < 1000; i++) {
        network.update(batch, 1, 0.01);
      }
      assertThat(network.update(batch, 1, 0.01).loss()).isLessThan(before / 1000);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.act(new float[4], 0, new int[1]))
          .withMessage("n must be at least 1, got 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.act(new float[7], 2, new int[2]))
          .withMessage("observations must have room for n = 2 rows of 1, got length 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.act(new float[8], 2, new int[1]))
          .withMessage("greedy must have room for n = 2 rows of 1, got length 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.actionValues(new float[8], 2, new float[5]))
          .withMessage("values must have room for n = 2 rows of 3, got length 5");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.update(new Batch(4, 5), 1, 0.1))
          .withMessage("observations are of 5 floats, this network takes 4 floats");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.update(new Batch(10, 4), 3, 0.1))
          .withMessageContaining("divide the batch of 10 transitions, got 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.update(new Batch(10, 4), 0, 0.1))
          .withMessageContaining("at least 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.update(new Batch(10, 4), 1, Double.NaN))
          .withMessage("learningRate must be at least 0 and finite, got NaN");
      Batch batch = new Batch(2, 4);
      batch.actions()[1] = 3;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.update(batch, 1, 0.1))
          .withMessage("action must be in [0, 3), got 3");
    }
  }

  @Test
  void reportsANanLossInsteadOfHidingIt() {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      Batch batch = new Batch(4, 4);
      batch.rewards()[2] = Float.NaN;
      UpdateResult result = network.update(batch, 1, 0.01);
      assertThat(result.loss()).isNaN();
    }
  }

  @Test
  void afterCloseEveryUseSaysSo() {
    TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG);
    network.act(new float[4], 1, new int[1]);
    network.update(new Batch(4, 4), 2, 0.01);
    network.close();
    assertThatCode(network::close).doesNotThrowAnyException();
    List<Runnable> uses =
        List.of(
            () -> network.act(new float[4], 1, new int[1]),
            () -> network.actionValues(new float[4], 1, new float[3]),
            () -> network.update(new Batch(4, 4), 1, 0.01),
            network::syncTarget,
            () -> network.save(directory),
            () -> network.restore(directory),
            () -> network.export(directory.resolve("model")));
    for (Runnable use : uses) {
      assertThatIllegalStateException().isThrownBy(use::run).withMessageContaining("is closed");
    }
  }

  @Test
  void settingsRefuseNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComputeSettings(0))
        .withMessageContaining("threads must be at least 1, got 0");
    assertThat(ComputeSettings.forNetwork(CONFIG)).isEqualTo(new ComputeSettings(1));
  }
}
