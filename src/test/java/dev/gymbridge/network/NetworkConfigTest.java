package dev.gymbridge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gymbridge.network.ObservationShape.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkConfigTest {
  private static ObservationShape bytes(Integer... dimensions) {
    return new ObservationShape(List.of(dimensions), Element.UINT8);
  }

  @Test
  void theObservationChoosesTheConvolutions() {
    assertThat(Convolution.forObservation(ObservationShape.flat(4))).isEqualTo(Convolution.NONE);
    assertThat(Convolution.forObservation(bytes(84, 84, 4))).isEqualTo(Convolution.NATURE);
    assertThat(Convolution.forObservation(bytes(4, 84, 84))).isEqualTo(Convolution.NATURE);
    assertThat(Convolution.forObservation(bytes(210, 160, 3))).isEqualTo(Convolution.NATURE);
    assertThat(
            Convolution.forObservation(
                ObservationShape.picture(10, 10, 6, ObservationShape.Element.BOOL)))
        .isEqualTo(Convolution.MINATAR);
    assertThat(Convolution.forObservation(bytes(2, 10, 1))).isEqualTo(Convolution.NONE);
    assertThat(Convolution.forObservation(bytes(128))).isEqualTo(Convolution.NONE);
    assertThat(Convolution.forObservation(new ObservationShape(List.of(9, 9, 2), Element.FLOAT32)))
        .isEqualTo(Convolution.NONE);
  }

  @Test
  void aPictureShrinksAsTheFiltersSay() {
    assertThat(Convolution.NATURE.filters().get(0).sideAfter(84)).isEqualTo(20);
    assertThat(Convolution.NATURE.smallestSide()).isEqualTo(36);
    assertThat(Convolution.MINATAR.smallestSide()).isEqualTo(3);
  }

  @Test
  void convolutionsThatDoNotFitAreRefused() {
    NetworkConfig config = NetworkConfig.of(bytes(10, 10, 6), 3);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                config.withLayers(
                    new LayersConfig(Convolution.NATURE, List.of(8), false, 0, false)))
        .withMessageContaining("at least 36 pixels a side, got [10, 10, 6]");
  }

  @Test
  void whatCannotBeIsRefusedWithItsValue() {
    assertRefused(() -> new HeadConfig.Categorical(1, 0, 1), "atoms must be at least 2, got 1");
    assertRefused(
        () -> new HeadConfig.Categorical(51, 1, 1),
        "vMin must be below vMax and both finite, got 1.0 and 1.0");
    assertRefused(() -> new HeadConfig.Quantile(0, 1), "quantiles must be at least 1, got 0");
    assertRefused(
        () -> new HeadConfig.Expected(HeadConfig.Loss.HUBER, 0), "huberDelta must be above 0");
    assertRefused(
        () -> new TargetConfig.Munchausen(1, 0.03, -1), "alpha must be in [0, 1), got 1.0");
    assertRefused(
        () -> new TargetConfig.Munchausen(0.9, 0, -1), "temperature must be above 0, got 0.0");
    assertRefused(() -> new TargetConfig.Munchausen(0.9, 0.03, 1), "clip must be at most 0");
    assertRefused(() -> new OptimizerConfig.RmsProp(1, 0.01), "decay must be in [0, 1), got 1.0");
    assertRefused(() -> new OptimizerConfig.AdamW(1e-8, -1), "weightDecay must be at least 0");
    assertRefused(
        () -> new LayersConfig(Convolution.NONE, List.of(8), false, -1, false),
        "noisySigma must be at least 0 and finite, got -1.0");
    assertRefused(() -> LayersConfig.of(List.of(0)), "a hidden size must be at least 1, got 0");
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(message);
  }
}
