package dev.gymbridge.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an environment in Java returns, in a vector, against what it declares. */
final class CheckedEnvironmentTest {
  private static final Space BOX = Box.of(0, 4, DType.FLOAT32, 2);
  private static final Value IN_BOX = NdArray.of(new float[] {1, 2}, 2);

  /** Observes the one value after a reset, and after a step what it is told to. */
  private record Returning(
      EnvironmentSpec spec,
      Space observationSpace,
      Space actionSpace,
      Value first,
      Supplier<StepResult> later,
      AtomicInteger closed)
      implements Environment {
    Returning(
        EnvironmentSpec spec,
        Space observationSpace,
        Space actionSpace,
        Value first,
        Supplier<StepResult> later) {
      this(spec, observationSpace, actionSpace, first, later, new AtomicInteger());
    }

    Returning(Space observationSpace, Value first, Value later) {
      this(
          EnvironmentSpec.of("Odd-v0"),
          observationSpace,
          new Discrete(2),
          first,
          () -> new StepResult(later, 1, false, false));
    }

    @Override
    public ResetResult reset(ResetOptions options) {
      return first == null ? null : new ResetResult(first);
    }

    @Override
    public StepResult step(Value action) {
      return later.get();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static VectorEnvironment vector(Environment environment) {
    return SyncVectorEnvironment.of(List.of(environment), AutoresetMode.NEXT_STEP);
  }

  static Stream<Arguments> wrongObservations() {
    return Stream.of(
        Arguments.of(BOX, IN_BOX, NdArray.of(new float[] {1}, 1), "the shape (2,) here, got (1,)"),
        Arguments.of(BOX, IN_BOX, NdArray.of(new float[] {1, 2}, 1, 2), "got (1, 2)"),
        Arguments.of(BOX, IN_BOX, new TextValue("up"), "got a TextValue"),
        Arguments.of(
            new Discrete(3), NdArray.scalar(2), NdArray.scalar(3), "must be in [0, 2], got 3"),
        Arguments.of(
            new Discrete(3), NdArray.scalar(0), NdArray.scalar(-1), "must be in [0, 2], got -1"),
        Arguments.of(
            new Dict(Map.of("a", BOX)),
            new DictValue(Map.of("a", IN_BOX)),
            new DictValue(Map.of("b", IN_BOX)),
            "has the keys [a], got [b]"));
  }

  @ParameterizedTest
  @MethodSource("wrongObservations")
  void namesAWrongObservationAndItsStep(Space space, Value right, Value wrong, String said) {
    try (VectorEnvironment vector = vector(new Returning(space, right, wrong))) {
      vector.reset(7);
      vector.reset(8);
      assertThatThrownBy(() -> vector.step(new int[1]))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("Odd-v0 returned a wrong observation in step 1 of episode 2: ")
          .hasMessageContaining(said);
    }
    try (VectorEnvironment vector = vector(new Returning(space, wrong, right))) {
      assertThatThrownBy(() -> vector.reset(7))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("Odd-v0 returned a wrong observation in reset 1: ")
          .hasMessageContaining(said);
    }
  }

  static Stream<Arguments> passed() {
    Space sequence = new Sequence(new Discrete(3), false);
    return Stream.of(
        Arguments.of(BOX, NdArray.of(new float[] {-1, 9}, 2)), // out of bounds
        Arguments.of(BOX, NdArray.of(new float[] {Float.NaN, 1}, 2)),
        Arguments.of(BOX, NdArray.of(new double[] {1, 2}, 2)),
        Arguments.of(sequence, new SequenceValue(List.of(NdArray.scalar(7)))));
  }

  @ParameterizedTest
  @MethodSource("passed")
  void looksAtNoBoundsNorAtWhatNobodyLearnsFrom(Space space, Value observation) {
    try (VectorEnvironment vector = vector(new Returning(space, observation, observation))) {
      vector.reset(7);
      assertThat(vector.step(new int[1]).observation()).isNotNull();
    }
  }

  @Test
  void namesAResultThatIsNull() {
    try (VectorEnvironment vector = vector(new Returning(BOX, null, IN_BOX))) {
      assertThatThrownBy(() -> vector.reset(7))
          .hasMessage("Odd-v0 returned a wrong result in reset 1: it is null");
    }
    Environment none =
        new Returning(EnvironmentSpec.of("Odd-v0"), BOX, new Discrete(2), IN_BOX, () -> null);
    try (VectorEnvironment vector = vector(none)) {
      vector.reset(7);
      assertThatThrownBy(() -> vector.step(new int[1]))
          .hasMessage("Odd-v0 returned a wrong result in step 1 of episode 1: it is null");
    }
  }

  @Test
  void namesAPartOfAResultThatIsNull() {
    assertThatThrownBy(() -> new StepResult(null, 1, false, false))
        .hasMessageContaining("observation of a step");
    assertThatThrownBy(() -> new StepResult(IN_BOX, 1, false, false, null))
        .hasMessageContaining("Map.of() says nothing");
    assertThatThrownBy(() -> new ResetResult(null)).hasMessageContaining("observation of a reset");
    assertThatThrownBy(() -> new ResetResult(IN_BOX, null))
        .hasMessageContaining("Map.of() says nothing");
  }

  @Test
  void namesWhatAnEnvironmentLacks() {
    EnvironmentSpec spec = EnvironmentSpec.of("Odd-v0");
    assertThatThrownBy(() -> vector(new Returning(null, BOX, new Discrete(2), IN_BOX, null)))
        .hasMessageContaining("spec() returned null; return EnvironmentSpec.of(ID)");
    assertThatThrownBy(() -> vector(new Returning(spec, null, new Discrete(2), IN_BOX, null)))
        .hasMessageContaining("observationSpace() returned null");
    assertThatThrownBy(() -> vector(new Returning(spec, BOX, null, IN_BOX, null)))
        .hasMessageContaining("actionSpace() returned null");
  }

  @Test
  void isClosedAgainWhereItLacksSomething() {
    Returning lacking = new Returning(EnvironmentSpec.of("Odd-v0"), BOX, null, IN_BOX, null);
    assertThatThrownBy(() -> SyncVectorEnvironment.of(() -> lacking, 2, AutoresetMode.NEXT_STEP))
        .hasMessageContaining("actionSpace() returned null");
    assertThat(lacking.closed()).hasValue(1);
  }

  @Test
  void isMadeByASourceThatSaysWhatFailed() {
    EnvironmentOptions options = EnvironmentOptions.of("Odd-v0");
    try (EnvironmentSource source =
        EnvironmentSource.of(
            "Odd-v0",
            () -> {
              throw new IllegalStateException("no port");
            })) {
      String said = "Odd-v0 cannot be made: java.lang.IllegalStateException: no port";
      assertThatThrownBy(() -> source.make(options))
          .isInstanceOf(EnvironmentException.class)
          .hasMessage(said);
      assertThatThrownBy(() -> source.makeVector(options, 2, AutoresetMode.NEXT_STEP))
          .isInstanceOf(EnvironmentException.class)
          .hasMessage(said);
    }
    try (EnvironmentSource source = EnvironmentSource.of("Odd-v0", () -> null)) {
      assertThatThrownBy(() -> source.makeVector(options, 2, AutoresetMode.NEXT_STEP))
          .hasMessageContaining("returned null");
    }
  }
}
