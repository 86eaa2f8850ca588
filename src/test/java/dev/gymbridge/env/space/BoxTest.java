package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BoxTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  private static List<NdArray> samples(Box space, int count) {
    RandomGenerator random = new SplittableRandom(11);
    return IntStream.range(0, count).mapToObj(i -> space.sample(random)).toList();
  }

  @Test
  void containsItsBoundsAndNotWhatLiesBeyond() {
    Box space = Box.of(new float[] {-1, -INF}, new float[] {2, 0});

    assertThat(space.contains(NdArray.of(new float[] {-1, -INF}, 2))).isTrue();
    assertThat(space.contains(NdArray.of(new float[] {2, 0}, 2))).isTrue();
    assertThat(space.contains(NdArray.of(new float[] {2.0001f, 0}, 2))).isFalse();
    assertThat(space.contains(NdArray.of(new float[] {0, Float.NaN}, 2))).isFalse();
    assertThat(space.contains(NdArray.of(new float[] {0, 0}, 2, 1))).isFalse();
    assertThat(space.contains(NdArray.of(new double[] {0, 0}, 2))).isFalse();
    assertThat(space.contains(new TupleValue(List.of()))).isFalse();
  }

  @Test
  void takesDtypesThatCastSafely() {
    Box doubles = Box.of(-1.0, 1.0, DType.FLOAT64, 1);
    Box bytes = Box.of(0, 255, DType.UINT8, 1);

    assertThat(doubles.contains(NdArray.of(new float[] {0.5f}, 1))).isTrue();
    assertThat(bytes.contains(NdArray.of(new long[] {255}, 1))).isTrue();
    assertThat(bytes.contains(NdArray.of(new long[] {256}, 1))).isFalse();
    assertThat(bytes.contains(NdArray.of(new float[] {1}, 1))).isFalse();
  }

  @Test
  void comparesUnsigned64BitsAsUnsigned() {
    Box space =
        new Box(
            NdArray.of(new long[] {1}, 1).asType(DType.UINT64),
            NdArray.of(new long[] {-1}, 1).asType(DType.UINT64));

    assertThat(space).hasToString("Box(1, 18446744073709551615, (1,), uint64)");
    assertThat(space.contains(NdArray.of(new long[] {-5}, 1).asType(DType.UINT64))).isTrue();
    assertThat(space.contains(NdArray.of(new long[] {-5}, 1))).isFalse();
    assertThat(samples(space, 50)).allMatch(space::contains).anyMatch(s -> s.getLong(0) < 0);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void samplesOfEveryDtypeLieInTheBoxAndAreReproducible(DType dtype) {
    Box space = Box.of(0, 1, dtype, 3, 2);

    assertThat(samples(space, 100)).allMatch(space::contains).isEqualTo(samples(space, 100));
    assertThat(samples(space, 100)).anyMatch(s -> !s.equals(samples(space, 1).get(0)));
  }

  @Test
  void drawsUniformlyBetweenTwoBounds() {
    Box space = Box.of(-4, 4, DType.FLOAT32);

    assertThat(samples(space, 10_000).stream().mapToDouble(s -> s.getFloat(0)).summaryStatistics())
        .satisfies(
            s -> {
              assertThat(s.getAverage()).isBetween(-0.1, 0.1);
              assertThat(s.getMin()).isBetween(-4.0, -3.9);
              assertThat(s.getMax()).isBetween(3.9, 4.0);
            });
  }

  @Test
  void drawsExponentiallyFromOneBoundAndNormallyWithoutBounds() {
    Box space = Box.of(new float[] {3, -INF, -INF}, new float[] {INF, 3, INF});
    List<NdArray> drawn = samples(space, 10_000);

    assertThat(drawn).allMatch(space::contains);
    assertThat(drawn.stream().mapToDouble(s -> s.getFloat(0)).average().orElseThrow())
        .isBetween(3.95, 4.05);
    assertThat(drawn.stream().mapToDouble(s -> s.getFloat(1)).average().orElseThrow())
        .isBetween(1.95, 2.05);
    assertThat(
            drawn.stream().mapToDouble(s -> s.getFloat(2)).map(x -> x * x).average().orElseThrow())
        .isBetween(0.95, 1.05);
  }

  @Test
  void drawsFiniteNumbersFromTheWidestFiniteBounds() {
    Box doubles = Box.of(-Double.MAX_VALUE, Double.MAX_VALUE, DType.FLOAT64, 1);
    Box halves = Box.of(65_504.0, Double.POSITIVE_INFINITY, DType.FLOAT16, 1);
    Box longs = Box.of(Long.MIN_VALUE, Long.MAX_VALUE, DType.INT64, 1);

    assertThat(samples(doubles, 100)).allMatch(s -> Double.isFinite(s.getDouble(0)));
    assertThat(samples(halves, 100)).allMatch(s -> s.getDouble(0) == 65_504);
    assertThat(samples(longs, 100)).anyMatch(s -> s.getLong(0) < 0).anyMatch(s -> s.getLong(0) > 0);
  }

  @Test
  void infiniteBoundsOfSignedIntegersAreTheirRange() {
    assertThat(Box.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, DType.INT8, 1))
        .hasToString("Box(-128, 127, (1,), int8)");
    assertThatThrownBy(() -> Box.of(0, Double.POSITIVE_INFINITY, DType.UINT8, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("high must be an integer in [0, 255]");
  }

  @Test
  void flattensRowMajorAndBack() {
    Box space = Box.of(-10, 10, DType.INT16, 2, 2);
    NdArray value = NdArray.of(new long[] {1, 2, 3, -4}, 2, 2).asType(DType.INT16);
    float[] target = new float[6];

    space.flatten(value, target, 1);

    assertThat(target).containsExactly(0, 1, 2, 3, -4, 0);
    assertThat(space.unflatten(target, 1)).isEqualTo(value);
  }

  @Test
  void aBatchGainsALeadingDimension() {
    Box space = Box.of(new float[] {-1, 0}, new float[] {1, 5});
    float[] target = new float[4];

    assertThat(space.batch(2))
        .isEqualTo(
            new Box(
                NdArray.of(new float[] {-1, 0, -1, 0}, 2, 2),
                NdArray.of(new float[] {1, 5, 1, 5}, 2, 2)));
    space.flattenBatch(NdArray.of(new float[] {1, 2, 3, 4}, 2, 2), 2, target);
    assertThat(target).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aBatchOfAnotherShapeOrTooShortATargetIsRefused() {
    Box space = Box.of(-1, 1, DType.FLOAT32, 2);
    NdArray batch = NdArray.of(new float[4], 2, 2);

    assertThatThrownBy(() -> space.flattenBatch(batch, 3, new float[6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a value of Box(-1.0, 1.0, (2,), float32) has the shape (3, 2) here, got (2, 2)");
    assertThatThrownBy(() -> space.flattenBatch(batch, 2, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take 4 floats, the target has 3");
  }

  @Test
  void refusesBoundsThatCrossOrAreNaNOrDiffer() {
    assertThatThrownBy(() -> Box.of(1, 0, DType.FLOAT32, 2))
        .hasMessageContaining("low 1.0 and high 0.0");
    assertThatThrownBy(() -> Box.of(Double.NaN, 0, DType.FLOAT32, 2)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Box.of(0, 256, DType.UINT8, 2)).hasMessageContaining("got 256");
    assertThatThrownBy(() -> Box.of(0, 1e39, DType.FLOAT32, 2)).hasMessageContaining("got 1.0E39");
    assertThatThrownBy(() -> new Box(NdArray.of(new float[1], 1), NdArray.of(new float[1])))
        .hasMessageContaining("same dtype and shape");
  }

  @Test
  void isWrittenAsGymnasiumWritesIt() {
    assertThat(Box.of(new float[] {-4.8f, -INF}, new float[] {4.8f, INF}))
        .hasToString("Box([-4.8 -inf], [4.8 inf], (2,), float32)");
    assertThat(Box.of(0, 255, DType.UINT8, 210, 160, 3))
        .hasToString("Box(0, 255, (210, 160, 3), uint8)");
    assertThat(Box.of(0, 1, DType.BOOL)).hasToString("Box(False, True, (), bool)");
  }
}
