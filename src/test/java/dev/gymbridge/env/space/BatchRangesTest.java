package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchRangesTest {
  @Property(tries = 300)
  void slicesPutTogetherAreTheBatch(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int n,
      @ForAll @IntRange(max = 4) int cut) {
    SplittableRandom random = new SplittableRandom(seed);
    Space space = SpaceGenerator.any(seed);
    List<Value> values = Stream.generate(() -> space.sample(random)).limit(n).toList();
    Value batch = space.stack(values);
    int middle = Math.min(cut, n);

    Value first = space.slice(batch, 0, middle);
    Value second = space.slice(batch, middle, n);

    assertThat(space.concatenate(List.of(first, second))).isEqualTo(batch);
    assertThat(second).isEqualTo(space.stack(values.subList(middle, n)));
  }

  @Test
  void sharesTheMemoryOfWhatItSlicesAndReturnsOneBatchAsItIs() {
    Discrete space = new Discrete(9);
    NdArray batch = NdArray.ofInts(new int[] {1, 2, 3});
    assertThat(space.slice(batch, 1, 3)).isEqualTo(NdArray.ofInts(new int[] {2, 3}));
    assertThat(space.concatenate(List.of(batch))).isSameAs(batch);
  }

  @Test
  void refusesWhatIsNoBatchOrTooShort() {
    Discrete space = new Discrete(9);
    assertThatThrownBy(() -> space.slice(NdArray.ofInts(new int[] {1, 2}), 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values 1 to 2 of a batch of Discrete(9)");
    assertThatThrownBy(() -> space.slice(NdArray.scalar(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    NdArray pairs = NdArray.of(new long[] {1, 2}, 1, 2);
    assertThatThrownBy(() -> space.concatenate(List.of(NdArray.ofInts(new int[] {1}), pairs)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first dimension alone");
  }
}
