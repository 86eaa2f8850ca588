package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The integers in [start, start + n); a value is a scalar array of the dtype.
 *
 * @param n how many there are, at least 1
 * @param start the least
 * @param dtype an integer type; Gymnasium's own choice is int64
 */
public record Discrete(long n, long start, DType dtype) implements Space {
  private static final int[] SCALAR = {};

  /**
   * The integers of a dtype in [start, start + n).
   *
   * @throws IllegalArgumentException if n is below 1, or the integers do not fit the dtype
   */
  public Discrete {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, got " + n);
    }
    if (!dtype.isInteger()) {
      throw new IllegalArgumentException("the dtype must be an integer type, got " + dtype);
    }
    // With n at least 1, a sum below start has overflowed.
    long last = start + n - 1;
    if (last < start || !Bounds.fits(start, dtype) || !Bounds.fits(last, dtype)) {
      throw new IllegalArgumentException(
          "%d integers from %d on do not fit %s; choose a wider dtype".formatted(n, start, dtype));
    }
  }

  /** The int64 integers in [0, n). */
  public Discrete(long n) {
    this(n, 0, DType.INT64);
  }

  /** The int64 integers in [start, start + n). */
  public Discrete(long n, long start) {
    this(n, start, DType.INT64);
  }

  @Override
  public NdArray sample(RandomGenerator random) {
    long drawn = start + random.nextLong(n);
    return Elements.ofLongs(dtype, SCALAR, i -> drawn);
  }

  /** Whether {@code value} is an integer scalar, of any width, in range. */
  @Override
  public boolean contains(Value value) {
    return value instanceof NdArray array
        && array.hasShape(SCALAR)
        && array.dtype().isInteger()
        && (array.dtype() != DType.UINT64 || array.getLong(0) >= 0)
        && array.getLong(0) >= start
        && array.getLong(0) <= start + n - 1;
  }

  /** n: one-hot. */
  @Override
  public int flatSize() {
    return Values.flatSize(this, n);
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    int size = flatSize();
    long element = Values.array(this, value, SCALAR).getLong(0);
    int index = Values.oneHotIndex(this, element, start, n);
    Arrays.fill(target, offset, offset + size, 0f);
    target[offset + index] = 1f;
  }

  @Override
  public NdArray unflatten(float[] source, int offset) {
    long element = start + Values.firstNonzero(this, source, offset, flatSize());
    return Elements.ofLongs(dtype, SCALAR, i -> element);
  }

  /** {@code MultiDiscrete} of shape [count]. */
  @Override
  public MultiDiscrete batch(int count) {
    Values.requireBatchSize(count);
    int[] shape = {count};
    return new MultiDiscrete(
        Elements.ofLongs(DType.INT64, shape, i -> n),
        Elements.ofLongs(DType.INT64, shape, i -> start),
        dtype);
  }

  /** As Gymnasium writes it: {@code Discrete(3, start=-1)}. */
  @Override
  public String toString() {
    return "Discrete(%s%s%s)"
        .formatted(
            n,
            start == 0 ? "" : ", start=" + start,
            dtype == DType.INT64 ? "" : ", dtype=" + dtype);
  }
}
