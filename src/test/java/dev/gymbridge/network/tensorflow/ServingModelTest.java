package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.network.NetworkConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.DefaultLocale;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class ServingModelTest {
  private static final NetworkConfig CONFIG =
      Configs.of(4, 2, List.of(24, 12), false, 1.0, 10.0, 1e-8, 1);

  private final Path directory;

  ServingModelTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void valuesOfTheReloadedModelAreThoseOfTheNetworkToTheBit() {
    Path model = directory.resolve("deep/model");
    int n = 9;
    float[] observations = Batches.random(n, 4, 2, 6).observations().floats();
    float[] expected = new float[n * 2];
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      network.update(Batches.random(32, 4, 2, 1), 4, 0.01);
      network.actionValues(observations, n, expected);
      network.export(model);
    }

    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        TFloat32 input = TFloat32.tensorOf(Shape.of(n, 4), DataBuffers.of(observations));
        Result result =
            bundle.function("serving_default").call(Map.<String, Tensor>of("observation", input))) {
      TFloat32 values = (TFloat32) result.get("action_values").orElseThrow();
      assertThat(values.shape()).isEqualTo(Shape.of(n, 2));
      float[] actual = new float[n * 2];
      values.asRawTensor().data().asFloats().read(actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  @DefaultLocale("ar-EG")
  void isBuiltWhereTheLocaleHasOtherDigits() {
    Path model = directory.resolve("model");
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      network.export(model);
    }

    assertThat(model.resolve("saved_model.pb")).isNotEmptyFile();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions")
  void isToBeReadByWhoeverMayReadADirectoryMadeThere() throws IOException {
    Path model = directory.resolve("model");
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      network.export(model);
    }

    Path made = Files.createDirectory(directory.resolve("made"));
    assertThat(Files.getPosixFilePermissions(model)).isEqualTo(Files.getPosixFilePermissions(made));
  }

  @Test
  void takesWholeNumbersAsTheyCome() {
    Path model = directory.resolve("model");
    float[] expected;
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(WholeNumbers.CONFIG)) {
      expected = WholeNumbers.actionValues(network);
      network.export(model);
    }

    Shape shape = Shape.of(WholeNumbers.ROWS, 2);
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        TInt64 input = TInt64.tensorOf(shape, DataBuffers.of(WholeNumbers.all()));
        Result result =
            bundle.function("serving_default").call(Map.<String, Tensor>of("observation", input))) {
      float[] actual = new float[expected.length];
      ((TFloat32) result.get("action_values").orElseThrow())
          .asRawTensor()
          .data()
          .asFloats()
          .read(actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void takesAnEmptyDirectoryAndRefusesAFullOne() throws IOException {
    Path model = Files.createDirectory(directory.resolve("model"));
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(CONFIG)) {
      network.export(model);
      assertThat(model.resolve("saved_model.pb")).exists();
      assertThat(model.resolve("variables/variables.index")).exists();
      byte[] written = Files.readAllBytes(model.resolve("saved_model.pb"));

      network.update(Batches.random(8, 4, 2, 1), 1, 0.01);
      assertThatThrownBy(() -> network.export(model))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot export the network to")
          .hasRootCauseMessage(model + ": exists and is not an empty directory; name another");
      assertThat(Files.readAllBytes(model.resolve("saved_model.pb"))).isEqualTo(written);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(model);
    }
  }
}
