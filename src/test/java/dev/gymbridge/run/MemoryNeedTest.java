package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final MemoryNeed PICTURES =
      need("default", ObservationShape.picture(210, 160, 3, Element.UINT8));

  private static MemoryNeed need(String preset, ObservationShape observation) {
    DqnConfig config = DqnConfig.preset(preset);
    return MemoryNeed.of(config, config.networkConfig(observation, 6, 0));
  }

  @Test
  void countsEachObservationOnceAndABytePictureAsBytes() {
    assertThat((double) PICTURES.replayBytes()).isBetween(50_000.0 * 100_800, 50_600.0 * 100_850);
    assertThat(PICTURES.text()).contains("(50,000 transitions of 100,800 bytes)");
    assertThat((double) need("default", ObservationShape.flat(100_800)).replayBytes())
        .isBetween(200_000.0 * 100_800, 202_400.0 * 100_850);
  }

  @Test
  void countsTheWeightsOfConvolutions() {
    DqnConfig config = DqnConfig.preset("default").with("hidden_sizes", List.of(100));
    ObservationShape frames = ObservationShape.picture(84, 84, 4, Element.UINT8);
    // Three convolutions, then 7 x 7 x 64 numbers to 100 units, to 6 actions; five copies in
    // floats.
    long weights = 8_224 + 32_832 + 36_928 + 3_137 * 100 + 101 * 6;

    assertThat(MemoryNeed.of(config, config.networkConfig(frames, 6, 0)).networkBytes())
        .isEqualTo(5 * 4 * weights);
  }

  @Test
  void namesTheKeysToChangeWhereTheHeapIsTooSmall() {
    assertThatThrownBy(() -> PICTURES.requireFits(GIBIBYTE, 24 * GIBIBYTE))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContaining("Java may use 1,024 MB of heap here, of 24,576 MB of the machine")
        .hasMessageContaining("buffer_capacity")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void saysWhichCapacityWouldFit() {
    MemoryNeed need = need("default", ObservationShape.flat(10_000));
    assertThatThrownBy(() -> need.requireFits(2 * GIBIBYTE, 24 * GIBIBYTE))
        .hasMessageContaining("Set buffer_capacity to at most 4");
  }

  @Test
  void letsASmallRunPass() {
    assertThatCode(
            () -> need("cartpole", ObservationShape.flat(4)).requireFits(GIBIBYTE / 8, GIBIBYTE))
        .doesNotThrowAnyException();
  }
}
