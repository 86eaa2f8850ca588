package dev.gymbridge.env.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.Tuple;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WrongActionsTest {
  static Stream<Space> spaces() {
    Box box = Box.of(-1, 1, DType.FLOAT32, 2);
    return Stream.of(
        box,
        Box.of(0, 255, DType.UINT8, 4, 4),
        new Discrete(3, -1),
        MultiDiscrete.of(3, 4),
        MultiBinary.of(3),
        new Text(2, 4, "abc"),
        Tuple.of(new Discrete(2), box),
        Dict.of("move", new Discrete(2), "push", box),
        new Sequence(box),
        new Graph(box, null),
        OneOf.of(new Discrete(2), box));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void eachSpaceHasSomeAndContainsNone(Space space) {
    List<WrongActions.Wrong> wrong = WrongActions.of(space);
    assertThat(wrong).hasSizeGreaterThan(2);
    assertThat(wrong).noneMatch(one -> space.contains(one.action()));
  }

  @Test
  void aBoxHasEachWayToBeWrong() {
    assertThat(WrongActions.of(Box.of(-1, 1, DType.FLOAT32, 2)))
        .extracting(WrongActions.Wrong::how)
        .contains(
            "an element above its bound",
            "an element below its bound",
            "an infinite element",
            "an element that is not a number",
            "one dimension too many",
            "one dimension too few",
            "one element too many",
            "of dtype float64",
            "an empty dict");
  }
}
