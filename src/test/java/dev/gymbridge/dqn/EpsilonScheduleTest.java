package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EpsilonScheduleTest {
  @Test
  void fallsInAStraightLineAndThenStays() {
    EpsilonSchedule schedule = new EpsilonSchedule(1.0, 0.1, Span.envSteps(900), Curve.LINEAR);
    assertThat(schedule.value(0)).isEqualTo(1.0);
    assertThat(schedule.value(450)).isCloseTo(0.55, within(1e-12));
    assertThat(schedule.value(900)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.value(5000)).isCloseTo(0.1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void everyCurveFallsFromItsStartToItsEndAndStays(Curve curve) {
    EpsilonSchedule schedule = new EpsilonSchedule(1.0, 0.1, Span.envSteps(900), curve);
    assertThat(schedule.value(0)).isEqualTo(1.0);
    for (int t = 0; t < 900; t++) {
      assertThat(schedule.value(t + 1)).isLessThan(schedule.value(t));
    }
    assertThat(schedule.value(900)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.value(5000)).isEqualTo(schedule.value(900));
  }

  @Test
  void aCosineIsHalfWayAtHalfTimeAndAnExponentialFarther() {
    assertThat(Curve.COSINE.bend(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(Curve.COSINE.bend(0.25)).isCloseTo((1 - Math.sqrt(0.5)) / 2, within(1e-12));
    // 1 / (1 + e^-2.5)
    assertThat(Curve.EXPONENTIAL.bend(0.5)).isCloseTo(0.924141819978757, within(1e-12));
  }

  @Test
  void isTheClassicScriptsScheduleInThePresetMinimalrl() {
    EpsilonSchedule schedule = DqnConfig.preset("minimalrl").epsilonSchedule();
    for (int episode = 0; episode < 2000; episode++) {
      double script = Math.max(0.01, 0.08 - 0.01 * (episode / 200.0));
      assertThat(schedule.value(episode)).isCloseTo(script, within(1e-15));
    }
  }

  @Test
  void refusesARateAboveOne() {
    assertThatThrownBy(() -> new EpsilonSchedule(1.5, 0.1, Span.envSteps(1), Curve.LINEAR))
        .hasMessage("epsilon_start must be in [0, 1], got 1.5");
  }
}
