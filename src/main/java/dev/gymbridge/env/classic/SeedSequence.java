package dev.gymbridge.env.classic;

import java.security.SecureRandom;

/**
 * A seed spread over as many well-mixed bits as a generator wants, equal to {@code
 * numpy.random.SeedSequence} without spawn keys.
 *
 * <p>Source: M. E. O'Neill, "Developing a seed_seq Alternative", 2015, with NumPy's constants.
 */
final class SeedSequence {
  private static final int POOL_SIZE = 4;
  private static final int MIX_LEFT = 0xca01f9dd;
  private static final int MIX_RIGHT = 0x4973f715;

  private final int[] pool = new int[POOL_SIZE];

  /** A hash whose multiplier changes with every word that it has seen. */
  private static final class RunningHash {
    private final int multiplierGrowth;
    private int constant;

    RunningHash(int constant, int multiplierGrowth) {
      this.constant = constant;
      this.multiplierGrowth = multiplierGrowth;
    }

    int hash(int word) {
      int hashed = word ^ constant;
      constant *= multiplierGrowth;
      hashed *= constant;
      return hashed ^ (hashed >>> 16);
    }
  }

  /**
   * The sequence of an integer.
   *
   * @param seed read as unsigned: 0 to 2^64 - 1
   */
  SeedSequence(long seed) {
    // NumPy takes only as many words as the integer needs, so that 2^32 - 1 is one word; the pool
    // is filled up with zeros, which makes a leading zero word no different from none.
    this(new int[] {(int) seed, (int) (seed >>> 32)});
  }

  private SeedSequence(int[] entropy) {
    RunningHash hash = new RunningHash(0x43b0d7e5, 0x931e8875);
    for (int i = 0; i < POOL_SIZE; i++) {
      pool[i] = hash.hash(i < entropy.length ? entropy[i] : 0);
    }
    for (int from = 0; from < POOL_SIZE; from++) {
      for (int to = 0; to < POOL_SIZE; to++) {
        if (from != to) {
          pool[to] = mix(pool[to], hash.hash(pool[from]));
        }
      }
    }
  }

  /** A sequence of 128 bits from the operating system, different each time. */
  static SeedSequence fresh() {
    SecureRandom random = new SecureRandom();
    return new SeedSequence(random.ints(POOL_SIZE).toArray());
  }

  private static int mix(int x, int y) {
    int mixed = MIX_LEFT * x - MIX_RIGHT * y;
    return mixed ^ (mixed >>> 16);
  }

  /** {@code generate_state(count, uint64)}: the same words at every call. */
  long[] generateState(int count) {
    RunningHash hash = new RunningHash(0x8b51f9dd, 0x58f38ded);
    long[] state = new long[count];
    for (int i = 0; i < 2 * count; i++) {
      long word = hash.hash(pool[i % POOL_SIZE]) & 0xFFFF_FFFFL;
      state[i / 2] |= word << (32 * (i % 2));
    }
    return state;
  }
}
