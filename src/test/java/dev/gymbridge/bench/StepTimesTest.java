package dev.gymbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.remote.session.BridgeTiming;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private static StepTimes rounds(long[]... rounds) {
    StepTimes times = new StepTimes();
    for (long[] round : rounds) {
      for (long nanos : round) {
        times.add(nanos);
      }
      times.endRound();
    }
    return times;
  }

  @Test
  void keepsTheMedianOfEachRoundApart() {
    StepCost cost = rounds(new long[] {1_000, 2_000, 9_000}, new long[] {4_000}).toCost("way", 8);
    assertThat(cost.roundP50s().get(0)).isCloseTo(2, within(0.01));
    assertThat(cost.roundP50s().get(1)).isCloseTo(4, within(0.01));
    assertThat(cost.p99()).isCloseTo(9, within(0.02));
    assertThat(cost.steps()).isEqualTo(4);
  }

  @Test
  void countsTheStepsOfAllEnvironments() {
    // 4 steps of 8 environments in 16 us.
    StepCost cost = rounds(new long[] {1_000, 2_000, 9_000}, new long[] {4_000}).toCost("way", 8);
    assertThat(cost.envStepsPerSecond()).isCloseTo(32 / 16e-6, within(1.0));
    assertThat(cost.split()).isEmpty();
  }

  @Test
  void splitsAStepOverTheBridgeIntoItsParts() {
    StepTimes times = new StepTimes();
    times.add(300_000, new BridgeTiming(1, 300_000, 290_000, 60_000, 20_000));
    times.endRound();
    StepCost.Split split = times.toCost("bridge", 1).split().orElseThrow();
    assertThat(split.client()).isCloseTo(10, within(0.1));
    assertThat(split.wire()).isCloseTo(230, within(1.0));
    assertThat(split.server()).isCloseTo(40, within(0.1));
    assertThat(split.environment()).isCloseTo(20, within(0.1));
    assertThat(split.bridge()).isCloseTo(280, within(1.0));
    assertThat(split.bridgeP99()).isCloseTo(280, within(1.0));
  }

  @Test
  void comparesRoundByRound() {
    StepCost slow = rounds(new long[] {10_000}, new long[] {30_000}).toCost("slow", 1);
    StepCost fast = rounds(new long[] {5_000}, new long[] {3_000}).toCost("fast", 1);
    Spread ratio = slow.timesThatOf(fast);
    assertThat(ratio.low()).isCloseTo(2, within(0.01));
    assertThat(ratio.high()).isCloseTo(10, within(0.05));
    StepCost shorter = rounds(new long[] {10_000}).toCost("shorter", 1);
    assertThatThrownBy(() -> slow.timesThatOf(shorter)).hasMessageContaining("2 and 1 rounds");
    assertThat(List.of(slow.p50().low(), slow.p50().high())).doesNotContain(slow.p50().median());
  }
}
