package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.VectorEnvironment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NativeEnvironmentsTest {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");

  private final NativeEnvironments source = new NativeEnvironments();

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void saysWhatGymnasiumSaysOfCartPole() {
    EnvironmentSpec spec = source.make(CART_POLE).spec();
    assertThat(spec.id()).isEqualTo("CartPole-v1");
    assertThat(spec.maxEpisodeSteps()).hasValue(500);
    assertThat(spec.rewardThreshold()).hasValue(475);
    assertThat(spec.nondeterministic()).isFalse();
    assertThat(spec.renderFps()).hasValue(50);
    assertThat(spec.renderModes()).containsExactly(RenderMode.RGB_ARRAY, RenderMode.RGB_ARRAY_LIST);
    assertThat(source.makeVector(CART_POLE, 2, AutoresetMode.NEXT_STEP).spec()).isEqualTo(spec);
  }

  @Test
  void theSpacesAreGymnasiums() {
    Environment environment = source.make(CART_POLE);
    assertThat(environment.actionSpace()).hasToString("Discrete(2)");
    assertThat(environment.observationSpace())
        .isEqualTo(
            dev.gymbridge.env.space.Box.of(
                new float[] {-4.8f, Float.NEGATIVE_INFINITY, -0.41887903f, Float.NEGATIVE_INFINITY},
                new float[] {4.8f, Float.POSITIVE_INFINITY, 0.41887903f, Float.POSITIVE_INFINITY}));
  }

  @Test
  void anIdWithoutVersionIsTheNewest() {
    assertThat(source.make(EnvironmentOptions.of("CartPole")).spec().id()).isEqualTo("CartPole-v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v9", "CartPole-v0", "cartpole", "Cart-Pole-v1"})
  void suggestsCartPoleForWhatLooksLikeIt(String id) {
    assertThatThrownBy(() -> source.make(EnvironmentOptions.of(id)))
        .isInstanceOf(UnknownEnvironmentException.class)
        .hasMessage("no native environment \"%s\"; did you mean CartPole-v1?".formatted(id));
  }

  @Test
  void listsTheNativeEnvironmentsForAnyOtherId() {
    assertThatThrownBy(
            () ->
                source.makeVector(EnvironmentOptions.of("Pendulum-v1"), 2, AutoresetMode.NEXT_STEP))
        .isInstanceOf(UnknownEnvironmentException.class)
        .hasMessage(
            "no native environment \"Pendulum-v1\"; there are CartPole-v1, Acrobot-v1, MountainCar-v0;"
                + " a server makes the others");
  }

  @Test
  void refusesAnUnknownArgument() {
    assertThatThrownBy(() -> source.make(CART_POLE.withArguments(Map.of("gravity", 9.8))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "CartPole-v1 has no argument \"gravity\"; allowed is sutton_barto_reward (true or false)");
  }

  @Test
  void refusesAnArgumentOfAnotherType() {
    assertThatThrownBy(
            () -> source.make(CART_POLE.withArguments(Map.of("sutton_barto_reward", "yes"))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("argument sutton_barto_reward of CartPole-v1 must be true or false, got yes");
  }

  @Test
  void refusesAWindowAndSaysWhatToDo() {
    assertThatThrownBy(() -> source.make(CART_POLE.withRenderMode(RenderMode.HUMAN)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no render mode \"human\"; allowed are rgb_array and rgb_array_list")
        .hasMessageContaining("a window of its own");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSI", "ANSI_LIST"})
  void refusesText(RenderMode mode) {
    assertThatThrownBy(() -> source.make(CART_POLE.withRenderMode(mode)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no render mode \"" + mode.gymnasiumName() + "\"");
  }

  @Test
  void refusesWrappers() {
    EnvironmentOptions wrapped =
        CART_POLE.withWrappers(
            List.of(new EnvironmentOptions.Wrapper("TimeAwareObservation", Map.of())));
    assertThatThrownBy(() -> source.make(wrapped))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("take no wrappers, got \"TimeAwareObservation\"");
  }

  @Test
  void refusesAnEmptyVector() {
    assertThatThrownBy(() -> source.makeVector(CART_POLE, 0, AutoresetMode.NEXT_STEP))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("numEnvs must be at least 1, got 0");
  }

  @Test
  void closingTheSourceClosesWhatItMade() {
    Environment environment = source.make(CART_POLE);
    VectorEnvironment vector = source.makeVector(CART_POLE, 2, AutoresetMode.NEXT_STEP);
    environment.reset(0);
    vector.reset(0);
    source.close();
    assertThatThrownBy(() -> environment.step(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("the CartPole-v1 is closed; make another");
    assertThatThrownBy(() -> vector.step(new int[2]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> source.make(CART_POLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingOneLeavesTheOthersOpen() {
    Environment closed = source.make(CART_POLE);
    Environment open = source.make(CART_POLE);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.reset(0)).isInstanceOf(EnvironmentException.class);
    open.reset(0);
    assertThat(open.step(0).reward()).isEqualTo(1);
  }
}
