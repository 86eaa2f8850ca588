package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import org.junit.jupiter.api.Test;

final class ActionCheckTest {
  private static final Box PUSH = Box.of(-2, 2, DType.FLOAT32, 1);

  @Test
  void takesIntegersOfAnyWidthForADiscreteSpaceAndNothingElse() {
    Discrete space = new Discrete(3, -1);
    for (DType dtype : new DType[] {DType.INT8, DType.INT32, DType.INT64}) {
      NdArray action = NdArray.scalar(-1).asType(dtype);
      assertThatCode(() -> ActionCheck.single(space, action)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> ActionCheck.single(space, NdArray.scalar(1).asType(DType.BOOL)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be one integer, got bool[]{True}");
    assertThatThrownBy(() -> ActionCheck.single(space, NdArray.scalar(-1).asType(DType.UINT64)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be in [-1, 2), got 18446744073709551615");
  }

  @Test
  void refusesWhatTheWireWouldCast() {
    assertThatThrownBy(
            () ->
                ActionCheck.single(MultiDiscrete.of(3, 3), NdArray.of(new double[] {1.7, 0.2}, 2)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be in MultiDiscrete([3 3]), got float64[2]{1.7, 0.2}");
    assertThatThrownBy(() -> ActionCheck.single(PUSH, NdArray.of(new double[] {0.1}, 1)))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage("action must be in Box(-2.0, 2.0, (1,), float32), got float64[1]{0.1}");
  }

  @Test
  void namesTheEnvironmentWhoseActionIsWrong() {
    NdArray actions = NdArray.of(new float[] {0, 1, 3}, 3, 1);
    assertThatThrownBy(() -> ActionCheck.batch(PUSH, PUSH.batch(3), actions, 3))
        .isInstanceOf(InvalidActionException.class)
        .hasMessage(
            "action must be in Box(-2.0, 2.0, (1,), float32), got float32[1]{3.0} for environment 2");
    assertThatThrownBy(() -> ActionCheck.batch(PUSH, PUSH.batch(2), actions, 2))
        .isInstanceOf(InvalidActionException.class)
        .hasMessageStartingWith("actions must be a batch of 2 values of Box");
  }
}
