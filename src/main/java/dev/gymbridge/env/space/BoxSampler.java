package dev.gymbridge.env.space;

import java.util.random.RandomGenerator;

/**
 * Draws the elements of a {@link Box}, each from the distribution that Gymnasium takes for its kind
 * of interval: uniform on a bounded one, exponential from the one bound of a half-bounded one,
 * normal on an unbounded one.
 *
 * <p>Differs from Gymnasium: integers are exactly uniform, also where a float64 could not hold
 * them; numbers are clipped to the finite range of the dtype.
 */
final class BoxSampler {
  private final NdArray low;
  private final NdArray high;
  private final RandomGenerator random;

  BoxSampler(NdArray low, NdArray high, RandomGenerator random) {
    this.low = low;
    this.high = high;
    this.random = random;
  }

  NdArray sample() {
    DType dtype = low.dtype();
    return dtype.isFloat()
        ? Elements.ofDoubles(dtype, low.shape(), this::number)
        : Elements.ofLongs(
            dtype, low.shape(), i -> uniform(low.getLong(i), high.getLong(i), random));
  }

  private double number(int i) {
    double lowest = low.getDouble(i);
    double highest = high.getDouble(i);
    if (lowest == highest) {
      return lowest;
    }
    double greatest = low.dtype().greatestFinite();
    boolean bounded = lowest > Double.NEGATIVE_INFINITY;
    boolean boundedAbove = highest < Double.POSITIVE_INFINITY;
    double drawn;
    if (bounded && boundedAbove) {
      double fraction = random.nextDouble();
      // Not low + fraction * (high - low): the difference may overflow.
      drawn = lowest * (1 - fraction) + highest * fraction;
    } else if (bounded) {
      drawn = lowest + random.nextExponential();
    } else if (boundedAbove) {
      drawn = highest - random.nextExponential();
    } else {
      drawn = random.nextGaussian();
    }
    // Clipped before it is rounded to the dtype: the bounds are in the dtype, and rounding keeps
    // order.
    return Math.min(Math.min(highest, greatest), Math.max(Math.max(lowest, -greatest), drawn));
  }

  /** Uniform in [low, high], both as signed or both as unsigned 64 bits. */
  static long uniform(long low, long high, RandomGenerator random) {
    long count = high - low + 1; // Unsigned; 0 stands for 2^64.
    if (count > 0) {
      return low + random.nextLong(count);
    }
    long offset = random.nextLong();
    while (count != 0 && Long.compareUnsigned(offset, count) >= 0) {
      offset = random.nextLong();
    }
    return low + offset;
  }
}
