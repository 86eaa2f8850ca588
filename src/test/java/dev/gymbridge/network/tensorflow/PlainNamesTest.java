package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.network.NetworkConfig;
import org.junit.jupiter.api.util.DefaultLocale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in a JVM whose locale writes numbers in digits that TensorFlow refuses. */
@DefaultLocale("ar-EG")
class PlainNamesTest {
  @ParameterizedTest
  @MethodSource("dev.gymbridge.network.tensorflow.OptionsTest#options")
  void serveEveryOption(String option) {
    NetworkConfig config = OptionsTest.config(option);
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      assertThat(network.update(Batches.random(config, 8, 1), 2, 0.01).loss()).isFinite();
    }
  }
}
