package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.QNetwork.Acting;
import dev.gymbridge.network.TargetConfig;
import dev.gymbridge.network.TargetConfig.Munchausen;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/** Every option alone, and many together, held to what holds for a network without any. */
@Tag("thorough")
class OptionsTest {
  private static final NetworkConfig PLAIN =
      NetworkConfig.of(ObservationShape.flat(3), 4).withHiddenSizes(7, 5).withSeed(11);
  private static final HeadConfig C51 = new HeadConfig.Categorical(5, -3, 3);
  private static final HeadConfig QUANTILES = new HeadConfig.Quantile(4, 1);
  private static final TargetConfig DOUBLE = new TargetConfig(true, null);
  private static final TargetConfig MUNCHAUSEN =
      new TargetConfig(false, new Munchausen(0.9, 0.3, -1));

  private static final LayersConfig SCALED =
      new LayersConfig(
          new InputScale(List.of(0f, 0.5f, -1f), List.of(1f, 0.1f, 4f)),
          Convolution.NONE,
          List.of(7, 5),
          false,
          0,
          false);

  private final Path directory;

  OptionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static LayersConfig layers(boolean dueling, double noisySigma, boolean layerNorm) {
    return new LayersConfig(Convolution.NONE, List.of(7, 5), dueling, noisySigma, layerNorm);
  }

  private static NetworkConfig picture(ObservationShape shape) {
    return NetworkConfig.of(shape, 3).withHiddenSizes(6).withSeed(2);
  }

  static Stream<String> options() {
    return configs().keySet().stream();
  }

  /** Networks by what is special about them. */
  static Map<String, NetworkConfig> configs() {
    Map<String, NetworkConfig> configs = new LinkedHashMap<>();
    configs.put("plain", PLAIN);
    configs.put("double", PLAIN.withTarget(DOUBLE));
    configs.put("dueling", PLAIN.withLayers(layers(true, 0, false)));
    configs.put("noisy", PLAIN.withLayers(layers(false, 0.5, false)));
    configs.put("layer normalisation", PLAIN.withLayers(layers(false, 0, true)));
    configs.put("scaled", PLAIN.withLayers(SCALED));
    configs.put("mse", PLAIN.withHead(new HeadConfig.Expected(HeadConfig.Loss.MSE, 1)));
    configs.put("categorical", PLAIN.withHead(C51));
    configs.put("quantile", PLAIN.withHead(QUANTILES));
    configs.put("munchausen", PLAIN.withTarget(MUNCHAUSEN));
    configs.put("munchausen, categorical", PLAIN.withTarget(MUNCHAUSEN).withHead(C51));
    configs.put("munchausen, quantile", PLAIN.withTarget(MUNCHAUSEN).withHead(QUANTILES));
    configs.put(
        "munchausen, noisy", PLAIN.withTarget(MUNCHAUSEN).withLayers(layers(false, 0.5, false)));
    configs.put(
        "rainbow",
        PLAIN
            .withLayers(layers(true, 0.5, false))
            .withHead(C51)
            .withTarget(DOUBLE)
            .withMaxGradientNorm(10));
    configs.put(
        "all but the head",
        PLAIN.withLayers(layers(true, 0.5, true)).withTarget(DOUBLE).withMaxGradientNorm(10));
    configs.put(
        "picture", picture(ObservationShape.picture(5, 4, 2, ObservationShape.Element.UINT8)));
    configs.put(
        "picture of bools, channels first",
        picture(new ObservationShape(List.of(2, 5, 4), ObservationShape.Element.BOOL)));
    configs.put("adamw", PLAIN.withOptimizer(new OptimizerConfig.AdamW(1e-8, 0.1)));
    configs.put("rmsprop", PLAIN.withOptimizer(new OptimizerConfig.RmsProp(0.95, 0.01)));
    return configs;
  }

  static NetworkConfig config(String option) {
    return configs().get(option);
  }

  private static Batch batch(NetworkConfig config, int size, long seed) {
    return Batches.random(config, size, seed);
  }

  /**
   * Lets the target network, and all that the optimiser remembers, differ from the start. The steps
   * of one run are so many copies in the graph, which cost up to a second each to build: so one.
   */
  private static TensorFlowQNetwork trained(NetworkConfig config) {
    TensorFlowQNetwork network = TensorFlowQNetwork.create(config);
    for (int i = 0; i < 5; i++) {
      Batch batch = batch(config, 16, 99 + i);
      network.update(Batches.slice(batch, 0, 8), 1, 0.01);
      network.update(Batches.slice(batch, 8, 8), 1, 0.01);
    }
    return network;
  }

  @ParameterizedTest
  @MethodSource("options")
  void theWeightsAreAsManyAsTheConfigurationSays(String option) {
    assertThat(config(option).weights()).isEqualTo(Blueprint.of(config(option)).size());
  }

  @ParameterizedTest
  @MethodSource("options")
  void gradientsAreTheDifferencesOfTheLoss(String option) {
    NetworkConfig config =
        config(option)
            .withOptimizer(new OptimizerConfig.Adam(1e-8))
            .withMaxGradientNorm(Double.POSITIVE_INFINITY);
    Batch batch = batch(config, 8, 5);
    try (TensorFlowQNetwork network = trained(config)) {
      List<StoredArray> before = network.variables();
      network.update(batch, 1, 0);
      List<StoredArray> after = network.variables();
      int off = 0;
      int looked = 0;
      for (int array = 0; before.get(array).name().startsWith("online/"); array++) {
        float[] moment = named(after, moment(before.get(array)));
        float[] old = named(before, moment(before.get(array)));
        // A few numbers of each array do; rectifiers bend, and a difference may see both sides.
        for (int i = 0; i < moment.length; i += Math.max(1, moment.length / 6)) {
          double gradient = (moment[i] - 0.9 * old[i]) / 0.1;
          off += Math.abs(gradient - difference(network, before, array, i, batch)) > 3e-3 ? 1 : 0;
          looked++;
        }
      }
      assertThat(off).as("of %d", looked).isLessThanOrEqualTo(looked / 50);
    }
  }

  private static String moment(StoredArray online) {
    return online.name().replace("online/", "adam/first_moment/");
  }

  private static float[] named(List<StoredArray> arrays, String name) {
    return arrays.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow().values();
  }

  private static double difference(
      TensorFlowQNetwork network, List<StoredArray> from, int array, int i, Batch batch) {
    float step = 1e-3f;
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      StoredArray moved = from.get(array);
      float[] values = moved.values().clone();
      values[i] += side == 0 ? step : -step;
      List<StoredArray> arrays = new ArrayList<>(from);
      arrays.set(array, new StoredArray(moved.name(), moved.shape(), values));
      network.load(arrays);
      losses[side] = network.update(batch, 1, 0).loss();
    }
    return (losses[0] - losses[1]) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("options")
  void learnsWhatEachTransitionIsWorth(String option) {
    NetworkConfig config = config(option);
    Batch batch = batch(config, 32, 8);
    for (int j = 0; j < batch.size(); j++) {
      batch.discounts()[j] = 0;
      batch.rewards()[j] = batch.actions()[j] == 0 ? 1 : -1;
      batch.weights()[j] = 1;
    }
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      for (int i = 0; i < 300; i++) {
        network.update(batch, 1, 0.01);
        network.syncTarget();
      }
      int[] greedy = new int[32];
      network.act(batch.observations(), 32, Acting.EVALUATION, greedy);
      assertThat(greedy).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void manyStepsInOneRunAreAsManyRuns(String option) {
    NetworkConfig config = config(option);
    try (TensorFlowQNetwork together = trained(config);
        TensorFlowQNetwork apart = trained(config)) {
      Batch batch = batch(config, 18, 1);
      float[] surprises = new float[18];
      together.update(batch, 3, 0.001, surprises);
      float[] ofSlice = new float[6];
      for (int step = 0; step < 3; step++) {
        apart.update(Batches.slice(batch, step * 6, 6), 1, 0.001, ofSlice);
        for (int j = 0; j < 6; j++) {
          // Not to the bit: some sums of rows depend on how many rows there are.
          assertThat(surprises[step * 6 + j]).isCloseTo(ofSlice[j], within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void theSameSeedAndTheSameCallsGiveTheSameBits(String option) {
    NetworkConfig config = config(option);
    try (TensorFlowQNetwork one = trained(config);
        TensorFlowQNetwork other = trained(config)) {
      assertThat(acted(one, config)).isEqualTo(acted(other, config));
      one.update(batch(config, 16, 2), 1, 0.01);
      other.update(batch(config, 16, 2), 1, 0.01);
      assertSameBits(one, other);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void aTrainingThatGoesOnFromACheckpointGivesTheSameBits(String option) {
    NetworkConfig config = config(option);
    try (TensorFlowQNetwork first = trained(config)) {
      acted(first, config);
      first.save(directory);
      try (TensorFlowQNetwork resumed = TensorFlowQNetwork.create(config)) {
        resumed.restore(directory);
        for (int round = 0; round < 4; round++) {
          assertThat(resumed.update(batch(config, 16, round), 1, 0.01))
              .isEqualTo(first.update(batch(config, 16, round), 1, 0.01));
          assertThat(acted(resumed, config)).isEqualTo(acted(first, config));
          resumed.moveTarget(0.5);
          first.moveTarget(0.5);
        }
        assertSameBits(resumed, first);
      }
    }
  }

  private static List<Integer> acted(TensorFlowQNetwork network, NetworkConfig config) {
    int[] greedy = new int[64];
    network.act(batch(config, 64, 4).observations(), 64, Acting.TRAINING, greedy);
    return java.util.Arrays.stream(greedy).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("options")
  void theExportedModelGivesTheActionValues(String option) {
    NetworkConfig config = config(option);
    Observations observations = batch(config, 6, 6).observations();
    float[] expected = new float[6 * config.actions()];
    Path model = directory.resolve("model");
    try (TensorFlowQNetwork network = trained(config)) {
      network.actionValues(observations, 6, expected);
      network.export(model);
    }
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        ObservationTensor input = new ObservationTensor(config.observation(), 6)) {
      input.fill(observations, 0);
      try (Result result =
          bundle
              .function("serving_default")
              .call(Map.<String, Tensor>of("observation", (Tensor) input.tensor()))) {
        float[] actual = new float[expected.length];
        ((TFloat32) result.get("action_values").orElseThrow())
            .asRawTensor()
            .data()
            .asFloats()
            .read(actual);
        assertThat(actual).containsExactly(expected, within(1e-6f));
      }
    }
  }

  private static void assertSameBits(TensorFlowQNetwork one, TensorFlowQNetwork other) {
    List<StoredArray> expected = other.variables();
    List<StoredArray> actual = one.variables();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).values())
          .as(actual.get(i).name())
          .isEqualTo(expected.get(i).values());
    }
  }
}
