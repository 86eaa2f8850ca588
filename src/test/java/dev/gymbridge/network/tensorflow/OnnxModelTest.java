package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.Observations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What onnxruntime makes of an exported network. */
@Tag("thorough")
class OnnxModelTest {
  private static final int ROWS = 6;
  private static final String NATURE = "the convolutions of Mnih et al.";

  @TempDir private Path directory;

  static Stream<String> networks() {
    return Stream.concat(OptionsTest.configs().keySet().stream(), Stream.of(NATURE));
  }

  private static NetworkConfig config(String name) {
    return name.equals(NATURE)
        ? NetworkConfig.of(ObservationShape.picture(44, 40, 3, ObservationShape.Element.UINT8), 3)
            .withHiddenSizes(9)
        : OptionsTest.configs().get(name);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesTheActionValuesOfTheNetwork(String name) throws OrtException {
    NetworkConfig config = config(name);
    Observations observations = Batches.random(config, ROWS, 6).observations();
    float[] expected = new float[ROWS * config.actions()];
    Path file = directory.resolve("model.onnx");
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      network.update(Batches.random(config, 80, 99), 10, 0.01);
      network.actionValues(observations, ROWS, expected);
      network.export(ExportFormat.ONNX, file, Map.of("seed", "7"));
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input = tensor(environment, config.observation(), observations);
        OrtSession.Result result = session.run(Map.of("observation", input))) {
      float[][] values = (float[][]) result.get("action_values").orElseThrow().getValue();
      long[] actions = (long[]) result.get("actions").orElseThrow().getValue();
      for (int row = 0; row < ROWS; row++) {
        int best = 0;
        for (int action = 0; action < config.actions(); action++) {
          float is = values[row][action];
          assertThat(is).isCloseTo(expected[row * config.actions() + action], within(1e-5f));
          best = is > values[row][best] ? action : best;
        }
        assertThat(actions[row]).isEqualTo(best);
      }
      assertThat(session.getMetadata().getCustomMetadata()).containsEntry("seed", "7");
    }
  }

  @Test
  void takesWholeNumbersAsTheyCome() throws OrtException {
    Path file = directory.resolve("model.onnx");
    float[] expected;
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(WholeNumbers.CONFIG)) {
      expected = WholeNumbers.actionValues(network);
      network.export(ExportFormat.ONNX, file, Map.of());
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {WholeNumbers.ROWS, 2};
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(WholeNumbers.all()), shape);
        OrtSession.Result result = session.run(Map.of("observation", input))) {
      float[][] values = (float[][]) result.get("action_values").orElseThrow().getValue();
      for (int i = 0; i < expected.length; i++) {
        assertThat(values[i / 3][i % 3]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, ObservationShape shape, Observations observations)
      throws OrtException {
    long[] dimensions =
        Stream.concat(Stream.of(ROWS), shape.dimensions().stream())
            .mapToLong(Integer::longValue)
            .toArray();
    return observations.isBytes()
        ? OnnxTensor.createTensor(
            environment, ByteBuffer.wrap(observations.bytes()), dimensions, OnnxJavaType.UINT8)
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap(observations.floats()), dimensions);
  }

  @Test
  void overwritesNoFile() throws IOException {
    Path file = Files.writeString(directory.resolve("model.onnx"), "mine");
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config("plain"))) {
      assertThatThrownBy(() -> network.export(ExportFormat.ONNX, file, Map.of()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot export the network to " + file);
    }
    assertThat(file).hasContent("mine");
  }
}
