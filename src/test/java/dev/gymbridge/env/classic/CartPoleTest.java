package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CartPoleTest {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");

  private final NativeEnvironments source = new NativeEnvironments();
  private final Environment environment = source.make(CART_POLE);

  @AfterEach
  void close() {
    source.close();
  }

  private static ResetOptions options(Map<String, Object> options) {
    return new ResetOptions(OptionalLong.of(0), options);
  }

  @Test
  void aStepBeforeResetIsRefused() {
    assertThatThrownBy(() -> environment.step(0))
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("step called before reset; call reset() first");
  }

  @Test
  void aStepAfterTheFallIsRefusedUntilReset() {
    environment.reset(0);
    StepResult result = environment.step(1);
    while (!result.ended()) {
      result = environment.step(1);
    }
    assertThat(result.terminated()).isTrue();
    assertThatThrownBy(() -> environment.step(1))
        .isInstanceOf(ResetNeededException.class)
        .hasMessageContaining("the episode is over; call reset() first");
    environment.reset();
    assertThat(environment.step(1).ended()).isFalse();
  }

  @Test
  void aStepAfterTheFallIsRefusedWithoutATimeLimitToo() {
    Environment unlimited = source.make(CART_POLE.withMaxEpisodeSteps(0));
    assertThat(unlimited.spec().maxEpisodeSteps()).isEmpty();
    unlimited.reset(0);
    while (!unlimited.step(1).ended()) {}
    assertThatThrownBy(() -> unlimited.step(1))
        .isInstanceOf(ResetNeededException.class)
        .hasMessageContaining("the episode is over");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2, 1L << 32, Long.MIN_VALUE})
  void anActionOutsideTheSpaceIsRefusedAndTheEpisodeGoesOn(long action) {
    environment.reset(3);
    assertThatThrownBy(() -> environment.step(action))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be in [0, 2), got " + action);
    assertThatThrownBy(() -> environment.step(NdArray.scalar(action)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be in [0, 2), got " + action);
    Value afterRefusals = environment.step(1).observation();
    environment.reset(3);
    assertThat(environment.step(1).observation()).isEqualTo(afterRefusals);
  }

  static List<Value> valuesThatAreNoActions() {
    return List.of(
        NdArray.of(new float[] {1}),
        NdArray.of(new long[] {1}, 1),
        NdArray.of(new long[] {0, 1}, 2),
        new TextValue("left"));
  }

  @ParameterizedTest
  @MethodSource("valuesThatAreNoActions")
  void anActionOfAnotherKindIsRefused(Value action) {
    environment.reset(0);
    assertThatThrownBy(() -> environment.step(action))
        .isInstanceOf(InvalidActionException.class)
        .hasMessageStartingWith("action must be in [0, 2), got ");
  }

  @Test
  void theSameSeedGivesTheSameFirstObservation() {
    Value first = environment.reset(7).observation();
    Value goesOn = environment.reset().observation();
    assertThat(goesOn).isNotEqualTo(first);
    assertThat(environment.reset(7).observation()).isEqualTo(first);
    assertThat(environment.reset().observation()).isEqualTo(goesOn);
  }

  @Test
  void noSeedIsNotSeedZero() {
    Environment other = source.make(CART_POLE);
    Value seeded = environment.reset(0).observation();
    assertThat(environment.reset().observation()).isNotEqualTo(other.reset().observation());
    assertThat(environment.reset(0).observation()).isEqualTo(seeded);
  }

  @Test
  void resetOptionsBoundTheFirstState() {
    NdArray observation =
        (NdArray) environment.reset(options(Map.of("low", 1L, "high", 1.5))).observation();
    for (float number : observation.toFloats()) {
      assertThat(number).isBetween(1f, 1.5f);
    }
    // As in Gymnasium they hold for this reset alone.
    assertThat(((NdArray) environment.reset().observation()).getFloat(0)).isLessThan(0.05f);
  }

  @Test
  void otherResetOptionsAreIgnoredAsGymnasiumDoes() {
    assertThat(environment.reset(options(Map.of("colour", "red"))).observation())
        .isEqualTo(environment.reset(0).observation());
  }

  @Test
  void crossedResetBoundsAreRefusedAndNothingIsReseeded() {
    environment.reset(5);
    Value second = environment.reset().observation();
    environment.reset(5);
    assertThatThrownBy(() -> environment.reset(options(Map.of("low", 0.2, "high", 0.1))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("reset option low must be at most high, got low 0.2 and high 0.1");
    assertThat(environment.reset().observation()).isEqualTo(second);
  }

  @Test
  void resetBoundsThatAreNoNumbersAreRefused() {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("high", null);
    for (Map<String, Object> bad :
        List.of(
            Map.<String, Object>of("low", "a lot"),
            Map.<String, Object>of("low", Double.NaN),
            Map.<String, Object>of("high", Double.POSITIVE_INFINITY),
            nothing)) {
      assertThatThrownBy(() -> environment.reset(options(bad)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("must be a number in [-1e6, 1e6], got ");
    }
  }

  @Test
  void suttonAndBartosRewardIsZeroAndMinusOneAtTheFall() {
    Environment sutton = source.make(CART_POLE.withArguments(Map.of("sutton_barto_reward", true)));
    sutton.reset(0);
    StepResult result = sutton.step(0);
    while (!result.ended()) {
      assertThat(result.reward()).isZero();
      result = sutton.step(0);
    }
    assertThat(result.reward()).isEqualTo(-1);
  }

  @Test
  void drawsAFrameForEachCall() {
    Environment drawn = source.make(CART_POLE.withRenderMode(RenderMode.RGB_ARRAY));
    assertThatThrownBy(drawn::render)
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("render called before reset; call reset() first");
    drawn.reset(0);
    assertThat(drawn.render().frames()).hasSize(1);
    assertThat(drawn.render().frames().get(0).width()).isEqualTo(600);
    assertThat(drawn.render().frames().get(0).height()).isEqualTo(400);
  }

  @Test
  void collectsFramesAndHandsThemOutOnce() {
    Environment drawn = source.make(CART_POLE.withRenderMode(RenderMode.RGB_ARRAY_LIST));
    assertThatThrownBy(drawn::render)
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("render called before reset; call reset() first");
    drawn.reset(0);
    drawn.step(1);
    drawn.reset(0);
    drawn.step(1);
    drawn.step(NdArray.scalar(0));
    assertThat(drawn.render().frames()).hasSize(3);
    assertThat(drawn.render().frames()).isEmpty();
  }

  @Test
  void refusesToDrawWithoutARenderMode() {
    environment.reset(0);
    assertThatThrownBy(environment::render)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("RenderMode.RGB_ARRAY");
  }
}
