package dev.gymbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.classic.NativeEnvironments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Its figures are not looked at here: only that they are taken. */
class StepBenchTest {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");

  private final StepBench bench = new StepBench(Duration.ofMillis(30), 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void measuresEachWayInAsManyRounds(int numEnvs) {
    List<String> progress = new ArrayList<>();
    try (NativeEnvironments first = new NativeEnvironments();
        NativeEnvironments second = new NativeEnvironments()) {
      List<StepCost> costs =
          bench.measure(
              numEnvs,
              List.of(Way.of("first", first, CART_POLE), Way.of("second", second, CART_POLE)),
              progress::add);
      assertThat(costs).extracting(StepCost::way).containsExactly("first", "second");
      assertThat(progress).hasSize(2);
      for (StepCost cost : costs) {
        assertThat(cost.numEnvs()).isEqualTo(numEnvs);
        assertThat(cost.roundP50s()).hasSize(3).allMatch(p50 -> p50 > 0);
        assertThat(cost.steps()).isGreaterThanOrEqualTo(30);
        assertThat(cost.envStepsPerSecond()).isPositive();
      }
    }
  }

  @Test
  void measuresFrames() {
    try (NativeEnvironments source = new NativeEnvironments()) {
      List<StepCost> costs =
          bench.measure(1, List.of(Way.drawing("native", source, CART_POLE)), line -> {});
      assertThat(costs.get(0).roundP50s()).hasSize(3).allMatch(p50 -> p50 > 0);
    }
  }

  @Test
  void closesWhatItOpenedWhenAWayFails() {
    try (NativeEnvironments source = new NativeEnvironments()) {
      Way good = Way.of("good", source, CART_POLE);
      Way bad = Way.of("bad", source, EnvironmentOptions.of("Nothing-v0"));
      assertThatThrownBy(() -> bench.measure(1, List.of(good, bad), line -> {}))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("Nothing-v0");
    }
  }

  @Test
  void refusesNoRoundsAndNoTime() {
    assertThatThrownBy(() -> new StepBench(Duration.ofSeconds(1), 0))
        .hasMessageContaining("rounds must be at least 1, got 0");
    assertThatThrownBy(() -> new StepBench(Duration.ZERO, 1))
        .hasMessageContaining("timeEach must be above 0");
  }
}
