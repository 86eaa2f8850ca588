package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final MemoryNeed PICTURES =
      need("default", ObservationShape.picture(210, 160, 3, Element.UINT8));

  private static MemoryNeed need(String preset, ObservationShape observation) {
    return need(DqnConfig.preset(preset), observation, List.of());
  }

  private static MemoryNeed need(
      DqnConfig config, ObservationShape observation, List<Wrapper> wrappers) {
    EnvironmentRecipe environment =
        new EnvironmentRecipe(
            "A-v0", Map.of(), wrappers, OptionalInt.empty(), List.of(), ServerRecipe.PLAIN);
    return MemoryNeed.of(config, config.networkConfig(observation, 6, 0), environment);
  }

  @Test
  void countsEachObservationOnceAndABytePictureAsBytes() {
    assertThat((double) PICTURES.replayBytes()).isBetween(100_000.0 * 100_800, 101_200.0 * 100_850);
    assertThat(PICTURES.text()).contains("(100,000 transitions of 100,800 bytes)");
    assertThat((double) need("default", ObservationShape.flat(100_800)).replayBytes())
        .isBetween(400_000.0 * 100_800, 404_800.0 * 100_850);
  }

  @Test
  void countsEachStackedFrameOnceWhereAWrapperStacksThem() {
    DqnConfig config = DqnConfig.preset("atari").with("buffer_capacity", 1_000_000);
    ObservationShape frames = ObservationShape.picture(4, 84, 84, Element.UINT8);
    Wrapper stack = new Wrapper("FrameStackObservation", Map.of("stack_size", 4L));
    Wrapper other = new Wrapper("ReshapeObservation", Map.of());
    double frameBytes = 1e6 * 84 * 84;

    MemoryNeed need = need(config, frames, List.of(other, stack));
    assertThat((double) need.replayBytes()).isBetween(frameBytes, 1.05 * frameBytes);
    assertThat(need.text()).contains("(1,000,000 transitions of 28,224 bytes, each frame once)");
    for (List<Wrapper> unknown : List.of(List.<Wrapper>of(), List.of(stack, other))) {
      assertThat((double) need(config, frames, unknown).replayBytes())
          .isBetween(4 * frameBytes, 4.2 * frameBytes);
    }
  }

  @Test
  void saysThatALargeNetworkLearnsSlowly() {
    NetworkConfig network = NetworkConfig.of(ObservationShape.flat(4), 1_000_000);
    assertThat(MemoryNeed.ofLargeNetwork(network))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "the network has 129,017,152 weights, for observations of 4 numbers and"
                            + " 1,000,000 actions"));
    for (DqnConfig config : List.of(DqnConfig.preset("atari"), DqnConfig.preset("rainbow"))) {
      ObservationShape frames = ObservationShape.picture(4, 84, 84, Element.UINT8);
      assertThat(MemoryNeed.ofLargeNetwork(config.networkConfig(frames, 18, 0))).isEmpty();
    }
  }

  @Test
  void countsTheWeightsOfConvolutions() {
    DqnConfig config = DqnConfig.preset("default").with("hidden_sizes", List.of(100));
    ObservationShape frames = ObservationShape.picture(84, 84, 4, Element.UINT8);
    // Three convolutions, then 7 x 7 x 64 numbers to 100 units with their scales and offsets, to 6
    // actions; five copies in floats.
    long weights = 8_224 + 32_832 + 36_928 + 3_137 * 100 + 200 + 101 * 6;

    assertThat(need(config, frames, List.of()).networkBytes()).isEqualTo(5 * 4 * weights);
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
