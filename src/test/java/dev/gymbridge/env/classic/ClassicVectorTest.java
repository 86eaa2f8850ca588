package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ClassicVectorTest {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");
  private static final OptionalLong NO_SEED = OptionalLong.empty();

  private final NativeEnvironments source = new NativeEnvironments();

  @AfterEach
  void close() {
    source.close();
  }

  private VectorEnvironment vector(AutoresetMode mode) {
    return source.makeVector(CART_POLE, 3, mode);
  }

  private static Value row(Value batch, int i) {
    return ((NdArray) batch).row(i);
  }

  @ParameterizedTest
  @CsvSource({
    "16, NEXT_STEP",
    "17, NEXT_STEP",
    "64, SAME_STEP",
    "130, NEXT_STEP",
    "130, SAME_STEP"
  })
  void stepsAsSoManyEnvironmentsOneByOne(int numEnvs, AutoresetMode mode) {
    VectorEnvironment vector = source.makeVector(CART_POLE.withMaxEpisodeSteps(30), numEnvs, mode);
    VectorEnvironment oneByOne =
        SyncVectorEnvironment.of(
            () -> source.make(CART_POLE.withMaxEpisodeSteps(30)), numEnvs, mode);
    assertThat(vector.reset(5).observation()).isEqualTo(oneByOne.reset(5).observation());
    SplittableRandom random = new SplittableRandom(5);
    for (int step = 0; step < 100; step++) {
      int[] actions = random.ints(numEnvs, 0, 2).toArray();
      VectorStepResult actual = vector.step(actions);
      VectorStepResult expected = oneByOne.step(actions);
      assertThat(actual.observation()).isEqualTo(expected.observation());
      assertThat(actual.finalObservation()).isEqualTo(expected.finalObservation());
      assertThat(actual.rewards()).isEqualTo(expected.rewards());
      assertThat(actual.terminated()).isEqualTo(expected.terminated());
      assertThat(actual.truncated()).isEqualTo(expected.truncated());
    }
  }

  @Test
  void aStepBeforeResetIsRefused() {
    assertThatThrownBy(() -> vector(AutoresetMode.NEXT_STEP).step(new int[3]))
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("step called before reset; call reset() first");
  }

  @Test
  void anInvalidActionIsNamedAndNoEnvironmentIsStepped() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(() -> vector.step(new int[] {1, 2, 0}))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action of environment 1 must be in [0, 2), got 2");
    assertThatThrownBy(() -> vector.step(NdArray.of(new long[] {1, 0, -1}, 3)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action of environment 2 must be in [0, 2), got -1");
    Value afterRefusals = vector.step(new int[] {1, 1, 0}).observation();
    vector.reset(0);
    assertThat(vector.step(new int[] {1, 1, 0}).observation()).isEqualTo(afterRefusals);
  }

  @Test
  void actionsOfAnotherShapeAreRefused() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(() -> vector.step(new int[2]))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("actions must be 3 integers, each in [0, 2), got 2");
    for (Value bad :
        List.of(
            NdArray.scalar(1),
            NdArray.of(new long[2], 2),
            NdArray.of(new long[3], 3, 1),
            NdArray.of(new float[3], 3),
            new TextValue("left"))) {
      assertThatThrownBy(() -> vector.step(bad))
          .isInstanceOf(InvalidActionException.class)
          .hasMessageStartingWith("actions must be integers of shape [3], each in [0, 2), got ");
    }
  }

  @Test
  void sendAndReceiveTakeTurns() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(vector::receive)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no step was sent; call send(actions) first");
    vector.send(NdArray.ofInts(new int[3]));
    assertThatThrownBy(() -> vector.send(NdArray.ofInts(new int[3])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a step was sent and not received; call receive() first");
    assertThatThrownBy(() -> vector.step(new int[3])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(vector::reset).isInstanceOf(IllegalStateException.class);
    assertThat(vector.receive().rewards()).containsExactly(1, 1, 1);
  }

  @Test
  void environmentsAreSeededOneAfterTheOther() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    Value batch = vector.reset(40).observation();
    for (int i = 0; i < 3; i++) {
      assertThat(row(batch, i)).isEqualTo(source.make(CART_POLE).reset(40 + i).observation());
    }
  }

  @Test
  void aMissingSeedInTheListReseedsNothing() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    Value second = vector.reset().observation();
    vector.reset(0);
    List<OptionalLong> seeds = List.of(OptionalLong.of(0), NO_SEED, OptionalLong.of(9));
    Value mixed = vector.reset(new VectorResetOptions(seeds, null, List.of())).observation();
    assertThat(row(mixed, 0)).isEqualTo(source.make(CART_POLE).reset(0).observation());
    assertThat(row(mixed, 1)).isEqualTo(row(second, 1));
    assertThat(row(mixed, 2)).isEqualTo(source.make(CART_POLE).reset(9).observation());
  }

  @Test
  void aWrongNumberOfSeedsIsRefused() {
    List<OptionalLong> seeds = List.of(OptionalLong.of(0), OptionalLong.of(1));
    assertThatThrownBy(
            () ->
                vector(AutoresetMode.NEXT_STEP)
                    .reset(new VectorResetOptions(seeds, null, List.of())))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("seeds must be none, one, or one for each of the 3 environments, got 2");
  }

  @Test
  void resetOptionsReachEachEnvironment() {
    Value batch =
        vector(AutoresetMode.NEXT_STEP)
            .reset(new VectorResetOptions(List.of(), Map.of("low", 1, "high", 2), List.of()))
            .observation();
    for (float number : ((NdArray) batch).toFloats()) {
      assertThat(number).isBetween(1f, 2f);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEXT_STEP", "SAME_STEP"})
  void aMaskNeedsTheDisabledMode(AutoresetMode mode) {
    VectorEnvironment vector = vector(mode);
    vector.reset(0);
    assertThatThrownBy(() -> vector.reset(VectorResetOptions.masked(List.of(true, true, true))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("a reset mask needs autoreset mode DISABLED, this vector has " + mode);
  }

  @Test
  void aMaskMustFit() {
    VectorEnvironment vector = vector(AutoresetMode.DISABLED);
    assertThatThrownBy(() -> vector.reset(VectorResetOptions.masked(List.of(true, false, true))))
        .isInstanceOf(ResetNeededException.class)
        .hasMessageContaining("the first reset must reset all environments");
    vector.reset(0);
    for (List<Boolean> bad : List.of(List.of(true), List.of(false, false, false))) {
      assertThatThrownBy(() -> vector.reset(VectorResetOptions.masked(bad)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessage("a reset mask must have 3 entries, at least one of them true, got " + bad);
    }
  }

  @Test
  void theDisabledModeAsksForAResetOfTheEpisodeThatIsOver() {
    VectorEnvironment vector = vector(AutoresetMode.DISABLED);
    vector.reset(0);
    int[] actions = {1, 0, 1};
    VectorStepResult result = vector.step(actions);
    while (!result.ended(0)) {
      actions[1] = 1 - actions[1];
      result = vector.step(actions);
    }
    assertThat(result.ended(1)).isFalse();
    assertThatThrownBy(() -> vector.step(new int[3]))
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("the episode of environment 0 is over; call reset() with a mask first");
    Value before = row(result.observation(), 1);
    Value batch = vector.reset(VectorResetOptions.masked(List.of(true, false, true))).observation();
    assertThat(row(batch, 1)).isEqualTo(before);
    assertThat(vector.step(new int[3]).rewards()).containsExactly(1, 1, 1);
  }

  @Test
  void drawsEachEnvironment() {
    VectorEnvironment drawn =
        source.makeVector(
            CART_POLE.withRenderMode(RenderMode.RGB_ARRAY), 2, AutoresetMode.NEXT_STEP);
    assertThatThrownBy(drawn::render).isInstanceOf(ResetNeededException.class);
    drawn.reset(0);
    List<Rendering> renderings = drawn.render();
    assertThat(renderings).hasSize(2).allMatch(rendering -> rendering.frames().size() == 1);
    assertThat(renderings.get(0).frames().get(0).rgb())
        .isNotEqualTo(renderings.get(1).frames().get(0).rgb());
  }

  @Test
  void collectsTheFramesOfEachEnvironment() {
    VectorEnvironment drawn =
        source.makeVector(
            CART_POLE.withRenderMode(RenderMode.RGB_ARRAY_LIST), 2, AutoresetMode.NEXT_STEP);
    drawn.reset(0);
    drawn.step(new int[2]);
    assertThat(drawn.render()).allMatch(rendering -> rendering.frames().size() == 2);
  }

  @Test
  void refusesToDrawWithoutARenderMode() {
    VectorEnvironment vector = vector(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(vector::render)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("RenderMode.RGB_ARRAY");
  }
}
