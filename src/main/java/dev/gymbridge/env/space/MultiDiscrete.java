package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Arrays of integers, each from a range of its own: element i lies in [start[i], start[i] +
 * nvec[i]).
 *
 * @param nvec how many there are at each place, int64, at least 1
 * @param start the least at each place, int64, of the same shape
 * @param dtype an integer type; Gymnasium's own choice is int64
 */
public record MultiDiscrete(NdArray nvec, NdArray start, DType dtype) implements Space {
  /**
   * Arrays of integers.
   *
   * @throws IllegalArgumentException if the arrays differ in shape or are not int64, a count is
   *     below 1, or the integers do not fit the dtype
   */
  public MultiDiscrete {
    if (nvec.dtype() != DType.INT64
        || start.dtype() != DType.INT64
        || !nvec.hasShape(start.shape())) {
      throw new IllegalArgumentException(
          "nvec and start must be int64 arrays of the same shape, got %s%s and %s%s"
              .formatted(
                  nvec.dtype(),
                  Shapes.text(nvec.shape()),
                  start.dtype(),
                  Shapes.text(start.shape())));
    }
    for (int i = 0; i < nvec.size(); i++) {
      // An element of a MultiDiscrete is a Discrete, with the same conditions.
      new Discrete(nvec.getLong(i), start.getLong(i), dtype);
    }
  }

  /** The int64 vectors with element i in [0, nvec[i]). */
  public static MultiDiscrete of(long... nvec) {
    return of(nvec, new long[nvec.length]);
  }

  /** The int64 vectors with element i in [start[i], start[i] + nvec[i]). */
  public static MultiDiscrete of(long[] nvec, long[] start) {
    return new MultiDiscrete(
        NdArray.of(nvec, nvec.length), NdArray.of(start, start.length), DType.INT64);
  }

  /** The dimensions. */
  public int[] shape() {
    return nvec.shape();
  }

  @Override
  public NdArray sample(RandomGenerator random) {
    return Elements.ofLongs(
        dtype, nvec.shape(), i -> start.getLong(i) + random.nextLong(nvec.getLong(i)));
  }

  /** Whether {@code value} is an array of integers, of any width, of this shape and in range. */
  @Override
  public boolean contains(Value value) {
    return value instanceof NdArray array
        && array.dtype().isInteger()
        && array.hasShape(nvec.shape())
        && inRange(array);
  }

  private boolean inRange(NdArray array) {
    for (int i = 0; i < array.size(); i++) {
      long element = array.getLong(i);
      if ((array.dtype() == DType.UINT64 && element < 0)
          || element < start.getLong(i)
          || element > start.getLong(i) + nvec.getLong(i) - 1) {
        return false;
      }
    }
    return true;
  }

  /** The sum of the counts: one-hot, one element after another. */
  @Override
  public int flatSize() {
    long sum = 0;
    for (int i = 0; i < nvec.size(); i++) {
      sum += Values.flatSize(this, nvec.getLong(i));
    }
    return Values.flatSize(this, sum);
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    int size = flatSize();
    NdArray array = Values.array(this, value, nvec.shape());
    Arrays.fill(target, offset, offset + size, 0f);
    flattenRow(array, 0, target, offset);
  }

  /** Sets the ones of one value, which begins at element {@code first}, in a cleared target. */
  void flattenRow(NdArray array, int first, float[] target, int offset) {
    int place = offset;
    for (int i = 0; i < nvec.size(); i++) {
      long count = nvec.getLong(i);
      target[place + Values.oneHotIndex(this, array.getLong(first + i), start.getLong(i), count)] =
          1f;
      place += (int) count;
    }
  }

  @Override
  public NdArray unflatten(float[] source, int offset) {
    long[] elements = new long[nvec.size()];
    int place = offset;
    for (int i = 0; i < elements.length; i++) {
      int count = Values.flatSize(this, nvec.getLong(i));
      elements[i] = start.getLong(i) + Values.firstNonzero(this, source, place, count);
      place += count;
    }
    return Elements.ofLongs(dtype, nvec.shape(), i -> elements[i]);
  }

  /** {@code Box} of shape [n, ...]. */
  @Override
  public Box batch(int n) {
    Values.requireBatchSize(n);
    NdArray low = start.asType(dtype);
    NdArray high =
        Elements.ofLongs(dtype, nvec.shape(), i -> start.getLong(i) + nvec.getLong(i) - 1);
    return new Box(Bounds.tile(low, n), Bounds.tile(high, n));
  }

  /** As Gymnasium writes it, with the dtype: {@code MultiDiscrete([3 2], start=[1 0])}. */
  @Override
  public String toString() {
    return "MultiDiscrete(%s%s%s)"
        .formatted(
            Shapes.text(nvec),
            Arrays.stream(start.toLongs()).allMatch(s -> s == 0)
                ? ""
                : ", start=" + Shapes.text(start),
            dtype == DType.INT64 ? "" : ", dtype=" + dtype);
  }
}
