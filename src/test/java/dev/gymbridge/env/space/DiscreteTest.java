package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DiscreteTest {
  @Test
  void containsItsIntegersOfAnyWidthAndNothingElse() {
    Discrete space = new Discrete(3, -1);

    assertThat(List.of(-1L, 0L, 1L)).allMatch(i -> space.contains(NdArray.scalar(i)));
    assertThat(space.contains(NdArray.scalar(1).asType(DType.INT8))).isTrue();
    assertThat(space.contains(NdArray.scalar(-2))).isFalse();
    assertThat(space.contains(NdArray.scalar(2))).isFalse();
    assertThat(space.contains(NdArray.of(new long[] {0}, 1))).isFalse();
    assertThat(space.contains(NdArray.scalar(0).asType(DType.FLOAT32))).isFalse();
    assertThat(space.contains(NdArray.scalar(-1).asType(DType.UINT64))).isFalse();
    assertThat(space.contains(new TextValue("0"))).isFalse();
  }

  @Test
  void reachesBothEndsOfInt64() {
    assertThat(new Discrete(Long.MAX_VALUE, -5).contains(NdArray.scalar(Long.MAX_VALUE - 6)))
        .isTrue();
    assertThat(new Discrete(2, Long.MIN_VALUE).contains(NdArray.scalar(Long.MAX_VALUE))).isFalse();
    assertThat(new Discrete(1, Long.MAX_VALUE).contains(NdArray.scalar(Long.MAX_VALUE))).isTrue();
  }

  @Test
  void samplesEveryElementAndOnlyThose() {
    Discrete space = new Discrete(4, 10, DType.UINT8);
    SplittableRandom random = new SplittableRandom(7);

    List<NdArray> samples = random.longs(200).mapToObj(i -> space.sample(random)).toList();

    assertThat(samples).allMatch(space::contains).allMatch(s -> s.dtype() == DType.UINT8);
    assertThat(samples.stream().map(s -> s.getLong(0)).distinct())
        .containsExactlyInAnyOrder(10L, 11L, 12L, 13L);
  }

  @Test
  void flattensToOneHotAndBack() {
    Discrete space = new Discrete(3, 5);
    float[] target = {9, 9, 9, 9, 9};

    space.flatten(NdArray.scalar(6), target, 1);

    assertThat(target).containsExactly(9, 0, 1, 0, 9);
    assertThat(space.unflatten(target, 1)).isEqualTo(NdArray.scalar(6));
    assertThat(space.flatSize()).isEqualTo(3);
  }

  @Test
  void flattensABatchToOneHotRows() {
    float[] target = new float[6];

    new Discrete(2).flattenBatch(NdArray.ofInts(new int[] {1, 0, 1}), 3, target);

    assertThat(target).containsExactly(0, 1, 1, 0, 0, 1);
  }

  @Test
  void namesTheElementThatIsOutOfRange() {
    Discrete space = new Discrete(2);

    assertThatThrownBy(() -> space.flatten(NdArray.scalar(2), new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an element of Discrete(2) must be in [0, 1], got 2");
    assertThatThrownBy(() -> space.unflatten(new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a 1");
  }

  @Test
  void refusesWhatIsNoDiscreteSpace() {
    assertThatThrownBy(() -> new Discrete(0)).hasMessage("n must be at least 1, got 0");
    assertThatThrownBy(() -> new Discrete(2, 0, DType.FLOAT32)).hasMessageContaining("float32");
    assertThatThrownBy(() -> new Discrete(257, 0, DType.UINT8)).hasMessageContaining("uint8");
    assertThatThrownBy(() -> new Discrete(2, -1, DType.UINT64)).hasMessageContaining("uint64");
    assertThatThrownBy(() -> new Discrete(2, Long.MAX_VALUE)).hasMessageContaining("int64");
  }

  @Test
  void tooManyElementsForOneHotAreRefusedNotAllocated() {
    assertThatThrownBy(() -> new Discrete(1L << 40).flatSize())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isWrittenAsGymnasiumWritesIt() {
    assertThat(new Discrete(2)).hasToString("Discrete(2)");
    assertThat(new Discrete(3, -1)).hasToString("Discrete(3, start=-1)");
    assertThat(new Discrete(3, 0, DType.INT32)).hasToString("Discrete(3, dtype=int32)");
  }
}
