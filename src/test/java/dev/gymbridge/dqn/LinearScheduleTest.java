package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearScheduleTest {
  @Test
  void fallsInAStraightLineAndThenStays() {
    LinearSchedule schedule = new LinearSchedule(1.0, 0.1, Span.envSteps(900));
    assertThat(schedule.value(0)).isEqualTo(1.0);
    assertThat(schedule.value(450)).isCloseTo(0.55, within(1e-12));
    assertThat(schedule.value(900)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.value(5000)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void isTheClassicScriptsScheduleInThePresetMinimalrl() {
    LinearSchedule schedule = DqnConfig.preset("minimalrl").epsilonSchedule();
    for (int episode = 0; episode < 2000; episode++) {
      double script = Math.max(0.01, 0.08 - 0.01 * (episode / 200.0));
      assertThat(schedule.value(episode)).isCloseTo(script, within(1e-15));
    }
  }

  @Test
  void refusesARateAboveOne() {
    assertThatThrownBy(() -> new LinearSchedule(1.5, 0.1, Span.envSteps(1)))
        .hasMessage("epsilon_start must be in [0, 1], got 1.5");
  }
}
