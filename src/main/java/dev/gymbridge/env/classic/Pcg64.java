package dev.gymbridge.env.classic;

/**
 * The bit generator PCG XSL RR 128/64, equal to {@code numpy.random.PCG64}.
 *
 * <p>Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
 * Algorithms for Random Number Generation", 2014, section 6.3. Each 128-bit number is kept as two
 * longs.
 */
final class Pcg64 {
  private static final long MULTIPLIER_HIGH = 2549297995355413924L;
  private static final long MULTIPLIER_LOW = 4865540595714422341L;

  private final long incrementHigh;
  private final long incrementLow;
  private long high;
  private long low;

  Pcg64(SeedSequence seeds) {
    long[] words = seeds.generateState(4);
    incrementHigh = (words[2] << 1) | (words[3] >>> 63);
    incrementLow = (words[3] << 1) | 1;
    // From state 0 one advance leaves the increment; then the initial state is added, then again.
    high = incrementHigh;
    low = incrementLow;
    add(words[0], words[1]);
    advance();
  }

  /** The next 64 bits. */
  long next() {
    advance();
    return Long.rotateRight(high ^ low, (int) (high >>> 58));
  }

  private void advance() {
    long productHigh =
        Math.multiplyHigh(low, MULTIPLIER_LOW)
            // multiplyHigh is signed; the multiplier's sign bit is clear, that of low may be set.
            + ((low >> 63) & MULTIPLIER_LOW)
            + high * MULTIPLIER_LOW
            + low * MULTIPLIER_HIGH;
    low *= MULTIPLIER_LOW;
    high = productHigh;
    add(incrementHigh, incrementLow);
  }

  private void add(long addendHigh, long addendLow) {
    low += addendLow;
    high += addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
  }
}
