package dev.gymbridge.env.classic;

import java.util.random.RandomGenerator;

/**
 * Random numbers equal, bit for bit, to those of Gymnasium's {@code np_random}: NumPy's {@code
 * Generator(PCG64(SeedSequence(seed)))}.
 *
 * <pre>{@code
 * NumPyRandom random = NumPyRandom.seeded(7);
 * double position = random.uniform(-0.05, 0.05);
 * long card = random.integers(1, 14);
 * }</pre>
 *
 * <p>For native environments that shall start as their Gymnasium originals do. Not thread-safe.
 */
public final class NumPyRandom implements RandomGenerator {
  private static final double DOUBLE_UNIT = 0x1.0p-53;
  private static final long INT_MASK = 0xFFFF_FFFFL;

  private final Pcg64 bits;
  // NumPy hands out 64 bits as two numbers of 32, the low half first; the high half waits here,
  // also
  // while numbers of 64 bits are drawn in between.
  private boolean halfWaits;
  private int waitingHalf;

  private NumPyRandom(SeedSequence seeds) {
    bits = new Pcg64(seeds);
  }

  /**
   * The generator of a seed.
   *
   * @param seed read as unsigned, 0 to 2^64 - 1, so that -1 is NumPy's 2^64 - 1; larger seeds,
   *     which NumPy takes, cannot be given
   */
  public static NumPyRandom seeded(long seed) {
    return new NumPyRandom(new SeedSequence(seed));
  }

  /** A generator from fresh entropy of the operating system, different each time. */
  public static NumPyRandom unseeded() {
    return new NumPyRandom(SeedSequence.fresh());
  }

  /** The next 64 bits, as {@code bit_generator.random_raw()}. */
  @Override
  public long nextLong() {
    return bits.next();
  }

  /** The next 32 bits, as NumPy draws them for {@code integers} of up to 32 bits. */
  @Override
  public int nextInt() {
    if (halfWaits) {
      halfWaits = false;
      return waitingHalf;
    }
    long both = bits.next();
    halfWaits = true;
    waitingHalf = (int) (both >>> 32);
    return (int) both;
  }

  /** A double in [0, 1) with 53 random bits, as {@code random()}. */
  @Override
  public double nextDouble() {
    return (bits.next() >>> 11) * DOUBLE_UNIT;
  }

  /**
   * A double in [low, high), as {@code uniform(low, high)}.
   *
   * @throws IllegalArgumentException if {@code high - low} is not a finite number of at least 0
   */
  public double uniform(double low, double high) {
    return low + rangeOf(low, high) * nextDouble();
  }

  /**
   * {@code count} doubles in [low, high), as {@code uniform(low, high, size)}, written to {@code
   * target} from {@code offset} on.
   *
   * @throws IllegalArgumentException if {@code high - low} is not a finite number of at least 0
   */
  public void uniform(double low, double high, double[] target, int offset, int count) {
    double range = rangeOf(low, high);
    for (int i = offset; i < offset + count; i++) {
      target[i] = low + range * nextDouble();
    }
  }

  private static double rangeOf(double low, double high) {
    double range = high - low;
    if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "low must be at most high, and high - low finite, got low %s and high %s"
              .formatted(low, high));
    }
    return range;
  }

  /**
   * An integer in [low, high), each as likely, as {@code integers(low, high)} with its default
   * dtype int64.
   *
   * <p>Source: D. Lemire, "Fast Random Integer Generation in an Interval", 2019, algorithm 5.
   *
   * @throws IllegalArgumentException if low is not less than high
   */
  public long integers(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "low must be less than high, got low %d and high %d".formatted(low, high));
    }
    long largest = high - low - 1; // unsigned: 0 to 2^64 - 2
    if (largest == 0) {
      return low; // and no bits are drawn
    }
    if (Long.compareUnsigned(largest, INT_MASK) < 0) {
      return low + below32(largest + 1);
    }
    return low + (largest == INT_MASK ? nextInt() & INT_MASK : below64(largest + 1));
  }

  /** An integer in [0, count), count in 2 to 2^32 - 1. */
  private long below32(long count) {
    long product = (nextInt() & INT_MASK) * count;
    if ((product & INT_MASK) < count) {
      long rejectBelow = (INT_MASK + 1 - count) % count;
      while ((product & INT_MASK) < rejectBelow) {
        product = (nextInt() & INT_MASK) * count;
      }
    }
    return product >>> 32;
  }

  /** An integer in [0, count), count unsigned and more than 2^32. */
  private long below64(long count) {
    long random = bits.next();
    long fraction = random * count;
    if (Long.compareUnsigned(fraction, count) < 0) {
      long rejectBelow = Long.remainderUnsigned(-count, count);
      while (Long.compareUnsigned(fraction, rejectBelow) < 0) {
        random = bits.next();
        fraction = random * count;
      }
    }
    return unsignedMultiplyHigh(random, count);
  }

  private static long unsignedMultiplyHigh(long x, long y) {
    return Math.multiplyHigh(x, y) + ((x >> 63) & y) + ((y >> 63) & x);
  }
}
