package dev.gymbridge.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SyncVectorEnvironmentTest {
  /**
   * Counts its steps up to a length; action 2 makes it raise. Its observation has all kinds of
   * parts: a dict of the count [1] and a tuple of the action and a name.
   */
  private static final class Counter implements Environment {
    private final int length;
    private final int actions;
    private int count;
    private int resets;
    private boolean closed;

    Counter(int length, int actions) {
      this.length = length;
      this.actions = actions;
    }

    @Override
    public EnvironmentSpec spec() {
      return new EnvironmentSpec(
          "Counter",
          OptionalInt.empty(),
          OptionalDouble.empty(),
          false,
          List.of(),
          OptionalDouble.empty());
    }

    @Override
    public Space observationSpace() {
      Map<String, Space> parts = new LinkedHashMap<>();
      parts.put("count", Box.of(0L, 100L, DType.INT64, 1));
      parts.put("last", new Tuple(List.of(new Discrete(actions), new Text(1, 5, "abcdefgh"))));
      return new Dict(parts);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(actions);
    }

    private Value observation(long action) {
      Map<String, Value> parts = new LinkedHashMap<>();
      parts.put("count", NdArray.of(new long[] {count}, 1));
      parts.put("last", new TupleValue(List.of(NdArray.scalar(action), new TextValue("abc"))));
      return new DictValue(parts);
    }

    @Override
    public ResetResult reset(ResetOptions options) {
      count = 0;
      resets++;
      return new ResetResult(observation(0), Map.of("resets", (long) resets));
    }

    @Override
    public StepResult step(Value action) {
      long number = ((NdArray) action).getLong(0);
      if (number == 2) {
        throw new EnvironmentRaisedException("two is too much");
      }
      count++;
      Map<String, Object> info = new LinkedHashMap<>();
      if (number == 1) {
        info.put("half", count / 2.0);
        info.put("nested", Map.of("odd", count % 2 == 1, "text", "t" + count));
      }
      return new StepResult(observation(number), count, count >= length, false, info);
    }

    @Override
    public Rendering render() {
      return Rendering.NOTHING;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static SyncVectorEnvironment counters(AutoresetMode mode) {
    return SyncVectorEnvironment.of(List.of(new Counter(2, 3), new Counter(3, 3)), mode);
  }

  private static long[] counts(Value batch) {
    return ((NdArray) Objects.requireNonNull(((DictValue) batch).values().get("count"))).toLongs();
  }

  @Test
  void observationsAreBatchedPartByPart() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    Value batch = vector.step(new int[] {0, 1}).observation();
    Map<String, Value> parts = new LinkedHashMap<>();
    parts.put("count", NdArray.of(new long[] {1, 1}, 2, 1));
    parts.put(
        "last",
        new TupleValue(
            List.of(
                NdArray.of(new long[] {0, 1}, 2),
                new TupleValue(List.of(new TextValue("abc"), new TextValue("abc"))))));
    assertThat(batch).isEqualTo(new DictValue(parts));
    assertThat(vector.singleObservationSpace().batch(2).contains(batch)).isTrue();
  }

  @Test
  void aBatchIsTakenApartAgain() {
    Space space = new Counter(1, 3).observationSpace();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      values.add(space.sample(new java.util.SplittableRandom(i)));
    }
    Value batch = Batching.stack(space, values);
    for (int i = 0; i < 4; i++) {
      assertThat(Batching.unstack(space, batch, 4, i)).isEqualTo(values.get(i));
    }
    assertThatThrownBy(() -> Batching.unstack(space, batch, 5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 5 values, got 4");
    assertThatThrownBy(() -> Batching.unstack(space, NdArray.scalar(1), 4, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nextStepResetsInTheStepAfterTheEnd() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    vector.step(new int[2]);
    VectorStepResult end = vector.step(new int[2]);
    assertThat(end.terminated()).containsExactly(true, false);
    assertThat(counts(end.observation())).containsExactly(2, 2);
    assertThat(end.finalObservation()).isNull();
    VectorStepResult next = vector.step(new int[2]);
    assertThat(next.terminated()).containsExactly(false, true);
    assertThat(next.rewards()).containsExactly(0, 3);
    assertThat(counts(next.observation())).containsExactly(0, 3);
  }

  @Test
  void sameStepResetsAtOnceAndKeepsTheLastObservationsOfTheEnded() {
    SyncVectorEnvironment vector = counters(AutoresetMode.SAME_STEP);
    vector.reset(0);
    assertThat(vector.step(new int[2]).finalObservation()).isNull();
    VectorStepResult end = vector.step(new int[] {1, 1});
    assertThat(counts(end.observation())).containsExactly(0, 2);
    assertThat(counts(Objects.requireNonNull(end.finalObservation()))).containsExactly(2);
    assertThat(end.finalInfo())
        .containsEntry("half", NdArray.of(new double[] {1, 0}, 2))
        .containsEntry("_half", bools(1, 0));
    assertThat(end.info())
        .containsEntry("resets", NdArray.of(new long[] {2, 0}, 2))
        .containsEntry("_resets", bools(1, 0))
        .containsEntry("half", NdArray.of(new double[] {0, 1}, 2));
  }

  private static NdArray bools(int... flags) {
    byte[] bytes = new byte[flags.length];
    for (int i = 0; i < flags.length; i++) {
      bytes[i] = (byte) flags[i];
    }
    return NdArray.wrap(DType.BOOL, java.nio.ByteBuffer.wrap(bytes), flags.length);
  }

  @Test
  void infoIsBatchedWithMasksAndNested() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    assertThat(vector.reset(0).info())
        .containsEntry("resets", NdArray.of(new long[] {1, 1}, 2))
        .containsEntry("_resets", bools(1, 1));
    Map<String, Object> info = vector.step(new int[] {0, 1}).info();
    assertThat(info).containsOnlyKeys("half", "_half", "nested", "_nested");
    assertThat(info).containsEntry("_nested", bools(0, 1));
    Map<String, Object> nested = new LinkedHashMap<>();
    nested.put("odd", bools(0, 1));
    nested.put("_odd", bools(0, 1));
    nested.put("text", java.util.Arrays.asList(null, "t1"));
    nested.put("_text", bools(0, 1));
    assertThat(info).containsEntry("nested", nested);
  }

  @Test
  void disabledAsksForAMaskedReset() {
    SyncVectorEnvironment vector = counters(AutoresetMode.DISABLED);
    vector.reset(0);
    vector.step(new int[2]);
    vector.step(new int[2]);
    assertThatThrownBy(() -> vector.step(new int[2]))
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("the episode of environment 0 is over; call reset() with a mask first");
    Value batch = vector.reset(VectorResetOptions.masked(List.of(true, false))).observation();
    assertThat(counts(batch)).containsExactly(0, 2);
    assertThat(counts(vector.step(new int[2]).observation())).containsExactly(1, 3);
  }

  @Test
  void anInvalidActionStepsNoEnvironment() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(() -> vector.step(new int[] {0, 3}))
        .isInstanceOf(InvalidActionException.class)
        .hasMessageStartingWith("action of environment 1 must be in Discrete(3), got ");
    assertThatThrownBy(() -> vector.step(new int[3]))
        .isInstanceOf(InvalidActionException.class)
        .hasMessageStartingWith("actions must be a batch of 2 values of Discrete(3), got ");
    assertThat(counts(vector.step(new int[2]).observation())).containsExactly(1, 1);
  }

  @Test
  void afterAnEnvironmentRaisedAllMustBeReset() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(() -> vector.step(new int[] {0, 2}))
        .isInstanceOf(EnvironmentRaisedException.class);
    assertThatThrownBy(() -> vector.step(new int[2])).isInstanceOf(ResetNeededException.class);
    vector.reset();
    assertThat(counts(vector.step(new int[2]).observation())).containsExactly(1, 1);
  }

  @Test
  void aStepBeforeResetIsRefused() {
    assertThatThrownBy(() -> counters(AutoresetMode.NEXT_STEP).step(new int[2]))
        .isInstanceOf(ResetNeededException.class)
        .hasMessage("step called before reset; call reset() first");
  }

  @Test
  void sendAndReceiveTakeTurns() {
    SyncVectorEnvironment vector = counters(AutoresetMode.NEXT_STEP);
    vector.reset(0);
    assertThatThrownBy(vector::receive).isInstanceOf(IllegalStateException.class);
    vector.send(NdArray.ofInts(new int[2]));
    assertThatThrownBy(() -> vector.send(NdArray.ofInts(new int[2])))
        .isInstanceOf(IllegalStateException.class);
    assertThat(vector.receive().rewards()).containsExactly(1, 1);
  }

  @Test
  void environmentsOfDifferentSpacesMakeNoVector() {
    assertThatThrownBy(
            () ->
                SyncVectorEnvironment.of(
                    List.of(new Counter(2, 3), new Counter(2, 4)), AutoresetMode.NEXT_STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have the same observation space");
    assertThatThrownBy(() -> SyncVectorEnvironment.of(List.of(), AutoresetMode.NEXT_STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a vector has at least 1 environment, got 0");
  }

  @Test
  void whatWasMadeIsClosedWhenTheNextCannotBeMade() {
    List<Counter> made = new ArrayList<>();
    assertThatThrownBy(
            () ->
                SyncVectorEnvironment.of(
                    () -> {
                      if (made.size() == 2) {
                        throw new EnvironmentException("no more");
                      }
                      made.add(new Counter(2, 3));
                      return made.get(made.size() - 1);
                    },
                    3,
                    AutoresetMode.NEXT_STEP))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("no more");
    assertThat(made).hasSize(2).allMatch(counter -> counter.closed);
  }

  @Test
  void closesItsEnvironments() {
    Counter counter = new Counter(2, 3);
    SyncVectorEnvironment.of(List.of(counter), AutoresetMode.NEXT_STEP).close();
    assertThat(counter.closed).isTrue();
  }
}
