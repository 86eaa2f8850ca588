package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.replay.Observations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Python makes of exported networks: onnxruntime of ONNX, and TensorFlow of a SavedModel where
 * the Python of the tests has it, such as one named by {@code -Dgymbridge.test.python}.
 */
@Timeout(300)
final class ExportedIT {
  private static final int ROWS = 6;
  private static final Gson GSON = new Gson();

  @TempDir private Path directory;

  /** A network, observations, and what it says to them. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Asked(JsonObject request, float[] expected, int actions) {}

  @ParameterizedTest
  @EnumSource
  void givesTheSameActionValuesInPython(ExportFormat format) {
    List<Asked> asked = List.of(floats(format), pictures(format), wholeNumbers(format));
    String requests = String.join("\n", asked.stream().map(a -> a.request().toString()).toList());
    List<JsonObject> answers =
        BridgeServer.run("tests.exported", requests).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    assertThat(answers).hasSameSizeAs(asked);
    assumeThat(answers.get(0).has("missing") && format == ExportFormat.SAVED_MODEL)
        .as("TensorFlow is missing in this Python")
        .isFalse();
    for (int i = 0; i < answers.size(); i++) {
      requireSame(asked.get(i), answers.get(i));
    }
  }

  private static void requireSame(Asked asked, JsonObject answer) {
    JsonArray rows = answer.getAsJsonArray("action_values");
    assertThat(rows).hasSize(asked.expected().length / asked.actions());
    for (int row = 0; row < rows.size(); row++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int action = 0; action < asked.actions(); action++) {
        float is = rows.get(row).getAsJsonArray().get(action).getAsFloat();
        assertThat(is).isCloseTo(asked.expected()[row * asked.actions() + action], within(1e-5f));
        best = Math.max(best, is);
      }
      int chosen = answer.getAsJsonArray("actions").get(row).getAsInt();
      assertThat(rows.get(row).getAsJsonArray().get(chosen).getAsFloat()).isEqualTo(best);
    }
  }

  private Asked floats(ExportFormat format) {
    NetworkConfig config = OptionsTest.configs().get("plain");
    Observations observations = Batches.random(config, ROWS, 6).observations();
    return asked(format, config, observations, "float32", GSON.toJson(observations.floats()));
  }

  private Asked pictures(ExportFormat format) {
    NetworkConfig config =
        NetworkConfig.of(ObservationShape.picture(44, 40, 3, Element.UINT8), 3).withHiddenSizes(9);
    Observations observations = Batches.random(config, ROWS, 6).observations();
    int[] unsigned = new int[observations.bytes().length];
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] = Byte.toUnsignedInt(observations.bytes()[i]);
    }
    return asked(format, config, observations, "uint8", GSON.toJson(unsigned));
  }

  private Asked asked(
      ExportFormat format,
      NetworkConfig config,
      Observations observations,
      String dtype,
      String numbers) {
    float[] expected = new float[ROWS * config.actions()];
    List<Integer> shape =
        Stream.concat(Stream.of(ROWS), config.observation().dimensions().stream()).toList();
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      network.update(Batches.random(config, 80, 99), 10, 0.01);
      network.actionValues(observations, ROWS, expected);
      return new Asked(
          request(export(network, format, dtype), dtype, shape, numbers),
          expected,
          config.actions());
    }
  }

  private Asked wholeNumbers(ExportFormat format) {
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(WholeNumbers.CONFIG)) {
      return new Asked(
          request(
              export(network, format, "int64"),
              "int64",
              List.of(WholeNumbers.ROWS, 2),
              GSON.toJson(WholeNumbers.all())),
          WholeNumbers.actionValues(network),
          WholeNumbers.CONFIG.actions());
    }
  }

  private Path export(TensorFlowQNetwork network, ExportFormat format, String name) {
    Path to = directory.resolve(format + name);
    network.export(format, to, Map.of());
    return to;
  }

  private static JsonObject request(Path model, String dtype, List<Integer> shape, String numbers) {
    JsonObject request = new JsonObject();
    request.addProperty("model", model.toString());
    request.addProperty("dtype", dtype);
    request.add("shape", GSON.toJsonTree(shape));
    request.add("observation", JsonParser.parseString(numbers));
    return request;
  }
}
