package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** MultiDiscrete, MultiBinary and Text. */
final class SimpleSpacesTest {
  @Test
  void eachElementOfAMultiDiscreteHasItsOwnRange() {
    MultiDiscrete space = MultiDiscrete.of(new long[] {2, 3}, new long[] {0, -1});

    assertThat(space.contains(NdArray.of(new long[] {1, -1}, 2))).isTrue();
    assertThat(space.contains(NdArray.of(new long[] {1, 2}, 2))).isFalse();
    assertThat(space.contains(NdArray.of(new long[] {2, 0}, 2))).isFalse();
    assertThat(space).hasToString("MultiDiscrete([2 3], start=[0 -1])");
    assertThat(space.flatSize()).isEqualTo(5);
  }

  @Test
  void aMultiDiscreteOfWhichOneHotsAreMissingIsNotUnflattened() {
    assertThatThrownBy(() -> MultiDiscrete.of(2, 2).unflatten(new float[] {0, 1, 0, 0}, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatIsNoMultiDiscrete() {
    assertThatThrownBy(() -> MultiDiscrete.of(2, 0)).hasMessage("n must be at least 1, got 0");
    assertThatThrownBy(() -> MultiDiscrete.of(new long[] {2}, new long[] {0, 0}))
        .hasMessageContaining("same shape");
    NdArray ints = NdArray.of(new long[] {200}, 1);
    assertThatThrownBy(() -> new MultiDiscrete(ints, ints, DType.UINT8))
        .hasMessageContaining("do not fit uint8");
  }

  @Test
  void aMultiBinaryHasZerosAndOnesOnly() {
    MultiBinary space = MultiBinary.of(2, 2);

    assertThat(space.contains(NdArray.of(new long[] {0, 1, 1, 0}, 2, 2))).isTrue();
    assertThat(space.contains(NdArray.of(new long[] {0, 2, 1, 0}, 2, 2))).isFalse();
    assertThat(space.contains(NdArray.of(new long[] {0, 1, 1, 0}, 4))).isFalse();
    assertThat(space.batch(3)).hasToString("Box(0, 1, (3, 2, 2), int8)");
    assertThatThrownBy(() -> MultiBinary.of(2, 0)).hasMessageContaining("at least 1");
  }

  @Test
  void aTextCountsCharactersNotChars() {
    Text space = new Text(1, 2, "a😀");

    assertThat(space.contains(new TextValue("😀😀"))).isTrue();
    assertThat(space.contains(new TextValue("aaa"))).isFalse();
    assertThat(space.contains(new TextValue(""))).isFalse();
    assertThat(space.contains(new TextValue("b"))).isFalse();
    assertThat(space.contains(new TextValue("\ud83d"))).isFalse();
  }

  @Test
  void aTextIsFlattenedToIndicesAndPaddedWithTheSizeOfTheCharset() {
    Text space = new Text(0, 3, "z😀");
    float[] target = new float[3];

    space.flatten(new TextValue("😀z"), target, 0);

    assertThat(target).containsExactly(1, 0, 2);
    assertThat(space.unflatten(target, 0)).isEqualTo(new TextValue("😀z"));
    assertThatThrownBy(() -> space.flatten(new TextValue("zzzz"), target, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextDrawsAllItsLengths() {
    Text space = new Text(0, 2, "ab");
    SplittableRandom random = new SplittableRandom(3);

    List<String> drawn =
        IntStream.range(0, 200).mapToObj(i -> space.sample(random).text()).distinct().toList();

    assertThat(drawn).containsExactlyInAnyOrder("", "a", "b", "aa", "ab", "ba", "bb");
  }

  @Test
  void refusesWhatIsNoText() {
    assertThatThrownBy(() -> new Text(2, 1, "a")).hasMessageContaining("2 and 1");
    assertThatThrownBy(() -> new Text(0, 1, "aba")).hasMessageContaining("got \"a\" 2 times");
    assertThatThrownBy(() -> new Text(0, 1, "\ud83d")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> new Text(1, 1, "").sample(new SplittableRandom(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
