package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CountedActionsTest {
  private static final Space STEERING =
      new MultiDiscrete(
          NdArray.of(new long[] {3, 2}, 2), NdArray.of(new long[] {-1, 5}, 2), DType.INT64);

  @Test
  void countsThroughWithTheLastNumberFastest() {
    CountedActions actions = CountedActions.of(STEERING);

    assertThat(actions.space()).isEqualTo(new Discrete(6));
    assertThat(actions.one(NdArray.scalar(0L))).isEqualTo(NdArray.of(new long[] {-1, 5}, 2));
    assertThat(actions.one(NdArray.scalar(1L))).isEqualTo(NdArray.of(new long[] {-1, 6}, 2));
    assertThat(actions.one(NdArray.scalar(5L))).isEqualTo(NdArray.of(new long[] {1, 6}, 2));
  }

  @Test
  void reachesEachActionOnce() {
    for (Space space : List.of(STEERING, new MultiBinary(List.of(2, 2)))) {
      CountedActions actions = CountedActions.of(space);
      Set<Object> seen = new HashSet<>();
      for (long i = 0; i < ((Discrete) actions.space()).n(); i++) {
        assertThat(space.contains(actions.one(NdArray.scalar(i)))).isTrue();
        seen.add(actions.one(NdArray.scalar(i)));
      }
      assertThat(seen).hasSize((int) ((Discrete) actions.space()).n());
    }
  }

  @Test
  void turnsABatchAtOnce() {
    CountedActions actions = CountedActions.of(STEERING);
    NdArray batch = NdArray.of(new long[] {5, 0}, 2);

    assertThat(actions.batch(batch)).isEqualTo(NdArray.of(new long[] {1, 6, -1, 5}, 2, 2));
    assertThat(STEERING.batch(2).contains(actions.batch(batch))).isTrue();
  }

  @Test
  void leavesOtherActionsAndVeryManyAsTheyAre() {
    Space continuous = Box.of(-1, 1, DType.FLOAT32, 2);
    Space many = new MultiBinary(List.of(10));

    assertThat(CountedActions.of(continuous).space()).isEqualTo(continuous);
    assertThat(CountedActions.of(many).space()).isEqualTo(many);
    assertThat(CountedActions.of(many).areSeveralNumbers()).isFalse();
    assertThat(CountedActions.of(new Discrete(4)).one(NdArray.scalar(3L)))
        .isEqualTo(NdArray.scalar(3L));
  }
}
