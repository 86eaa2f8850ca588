package dev.gymbridge.network.tensorflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleActsTest {
  private static NetworkConfig config(int observationSize, int actions, int... hidden) {
    return NetworkConfig.of(ObservationShape.flat(observationSize), actions)
        .withHiddenSizes(hidden)
        .withSeed(4);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2, 128 128",
    "8, 4, 256 256",
    "4, 3, 20 127",
    "128, 9, 130 17",
    "300, 18, 64",
    "2, 2, 1"
  })
  void valuesAreThoseOfTheGraphToTheBitWhereItPasses(int size, int actions, String hidden) {
    int[] sizes = Arrays.stream(hidden.split(" ")).mapToInt(Integer::parseInt).toArray();
    NetworkConfig config = config(size, actions, sizes);
    assertSameBits(config);
    for (InputScale scale : Arrays.asList(null, scale(size))) {
      assertSameBits(
          config.withLayers(
              new LayersConfig(
                  scale, Convolution.NONE, config.layers().hiddenSizes(), false, 0, true)));
    }
  }

  private static InputScale scale(int size) {
    List<Float> centres = new ArrayList<>();
    List<Float> halfWidths = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      centres.add(0.1f * i);
      halfWidths.add(1.7f + i);
    }
    return new InputScale(centres, halfWidths);
  }

  private static void assertSameBits(NetworkConfig config) {
    NativeSettings.apply();
    int size = config.observationSize();
    int actions = config.actions();
    Blueprint blueprint = Blueprint.of(config);
    float[] rows = Batches.random(500, size, actions, 1).observations().floats();
    try (QGraph graph = new QGraph(config, blueprint, new ComputeSettings(1))) {
      SingleActs acts = new SingleActs(graph, blueprint, size);
      SingleForward forward = requireNonNull(SingleForward.of(blueprint));
      graph.readOnline(forward.weights());
      forward.weightsFilled();
      float[] expected = new float[actions];
      float[] actual = new float[actions];
      int done = 0;
      for (int row = 0; row < 500; row++) {
        float[] observation = Arrays.copyOfRange(rows, row * size, (row + 1) * size);
        graph.actionValues(observation, expected);
        forward.run(observation, actual);
        assertThat(actual).containsExactly(expected, within(1e-4f));
        if (acts.run(observation, actual)) {
          assertThat(actual).isEqualTo(expected);
          done++;
        }
      }
      // On a processor whose sums are others it passes none.
      assertThat(done).isIn(0, 500 - (config.layers().layerNorm() ? 2 : 7));
    }
  }

  @Test
  void everyChangeOfTheWeightsIsSeen() {
    NetworkConfig config = config(4, 2, 32, 32);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config);
        TensorFlowQNetwork other = TensorFlowQNetwork.create(config.withSeed(9))) {
      float[] observation = {0.1f, -0.2f, 0.3f, 0.4f};
      List<StoredArray> others = other.variables();
      assertSameAsAmongTwo(network, observation);
      network.update(Batches.random(32, 4, 2, 1), 2, 0.1);
      assertSameAsAmongTwo(network, observation);
      network.load(others);
      assertSameAsAmongTwo(network, observation);
    }
  }

  /** Two observations in one act always pass through the graph. */
  private static void assertSameAsAmongTwo(TensorFlowQNetwork network, float[] observation) {
    float[] alone = new float[2];
    for (int i = 0; i < 20; i++) {
      network.actionValues(observation, 1, alone);
    }
    float[] among = new float[4];
    float[] twice = Arrays.copyOf(observation, 8);
    System.arraycopy(observation, 0, twice, 4, 4);
    network.actionValues(twice, 2, among);
    for (int a = 0; a < 2; a++) {
      assertThat(alone[a]).isCloseTo(among[a], within(1e-5f));
    }
  }

  @Test
  void weightsThatAreNotFiniteAreLeftToTheGraph() {
    NetworkConfig config = config(4, 2, 16);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      List<StoredArray> broken = new ArrayList<>(network.variables());
      float[] kernel = broken.get(0).values().clone();
      kernel[3] = Float.NaN;
      broken.set(0, new StoredArray(broken.get(0).name(), broken.get(0).shape(), kernel));
      network.load(broken);
      float[] values = new float[2];
      for (int i = 0; i < 20; i++) {
        network.actionValues(new float[4], 1, values);
      }
      assertThat(values).containsOnly(Float.NaN);
    }
  }

  @Test
  void onlyPlainLayersAreDoneWithoutTheGraph() {
    assertThat(SingleForward.of(Blueprint.of(config(4, 2, 8, 8)))).isNotNull();
    assertThat(SingleForward.of(Blueprint.of(config(4, 2)))).isNotNull();
    for (LayersConfig layers :
        List.of(
            new LayersConfig(Convolution.NONE, List.of(8), true, 0, false),
            new LayersConfig(Convolution.NONE, List.of(8), false, 0.5, false))) {
      assertThat(SingleForward.of(Blueprint.of(config(4, 2).withLayers(layers)))).isNull();
    }
  }
}
