package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.DqnConfig;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final MemoryNeed PICTURES = MemoryNeed.of(DqnConfig.preset("default"), 100_800, 6);

  @Test
  void countsEachObservationOnce() {
    assertThat(PICTURES.replayBytes()).isEqualTo(50_000L * (100_800 * 4 + 32));
    assertThat(PICTURES.text())
        .contains("19,228 MB of heap for the replay buffer (50,000 transitions of 100,800");
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
    MemoryNeed need = MemoryNeed.of(DqnConfig.preset("default"), 10_000, 6);
    assertThatThrownBy(() -> need.requireFits(2 * GIBIBYTE, 24 * GIBIBYTE))
        .hasMessageContaining("Set buffer_capacity to at most 4");
  }

  @Test
  void letsASmallRunPass() {
    assertThatCode(
            () ->
                MemoryNeed.of(DqnConfig.preset("cartpole"), 4, 2)
                    .requireFits(GIBIBYTE / 8, GIBIBYTE))
        .doesNotThrowAnyException();
  }
}
