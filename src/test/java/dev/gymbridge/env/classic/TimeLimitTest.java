package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TimeLimitTest {
  private static Environment limited(int maxEpisodeSteps) {
    return new TimeLimit(
        new ClassicEnvironment(
            CartPole.TASK, CartPole.TASK.motions().of(1, Map.of()), false, new Lifetime(null)),
        maxEpisodeSteps);
  }

  @Test
  void truncatesAtTheLimitAndNotBefore() {
    Environment environment = limited(3);
    for (int episode = 0; episode < 2; episode++) {
      environment.reset(0);
      assertThat(environment.step(0).truncated()).isFalse();
      assertThat(environment.step(1).truncated()).isFalse();
      StepResult last = environment.step(0);
      assertThat(last.truncated()).isTrue();
      assertThat(last.terminated()).isFalse();
    }
  }

  @Test
  void aFallOnTheLastStepIsBothTerminatedAndTruncated() {
    Environment unlimited = limited(500);
    unlimited.reset(0);
    int length = 1;
    while (!unlimited.step(1).terminated()) {
      length++;
    }
    Environment environment = limited(length);
    environment.reset(0);
    StepResult result = environment.step(1);
    while (!result.ended()) {
      result = environment.step(1);
    }
    assertThat(result.terminated()).isTrue();
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void aStepAfterTheTruncationIsRefused() {
    Environment environment = limited(1);
    environment.reset(0);
    environment.step(0);
    assertThatThrownBy(() -> environment.step(0))
        .isInstanceOf(ResetNeededException.class)
        .hasMessageContaining("the episode is over; call reset() first");
  }

  @Test
  void aRefusedActionDoesNotCount() {
    Environment environment = limited(2);
    environment.reset(0);
    assertThatThrownBy(() -> environment.step(5)).isInstanceOf(InvalidActionException.class);
    assertThat(environment.step(0).truncated()).isFalse();
    assertThat(environment.step(0).truncated()).isTrue();
  }

  @Test
  void aRefusedResetLeavesTheEpisodeAsItWas() {
    Environment environment = limited(2);
    environment.reset(0);
    environment.step(0);
    ResetOptions crossed = new ResetOptions(OptionalLong.empty(), Map.of("low", 1, "high", 0));
    assertThatThrownBy(() -> environment.reset(crossed)).isInstanceOf(EnvironmentException.class);
    assertThat(environment.step(0).truncated()).isTrue();
  }

  @Test
  void theSpecTellsTheLimit() {
    assertThat(limited(77).spec().maxEpisodeSteps()).hasValue(77);
  }

  @Test
  void refusesALimitBelowOne() {
    assertThatThrownBy(() -> limited(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxEpisodeSteps must be at least 1, got 0");
  }
}
