package dev.gymbridge.remote.lane;

/**
 * Whether a wait begins by looking again and again instead of sleeping.
 *
 * <p>Where a core has nothing else to do, a thread that sleeps is woken some 20 us after its reply
 * came, which takes less. So each wait looks for a while first; one for which that was too short
 * makes this rarer, twice as rare each time, and one for which it was enough makes it more frequent
 * again. Where others want the core, one that looks may lose it for milliseconds, which one that
 * sleeps does not: then so many waits sleep that looking costs them a tenth of what it may gain.
 * Used by one thread.
 */
final class Vigil {
  /** How long a wait looks at most. */
  static final long NANOS = 300_000;

  /** From which time between two looks on somebody else had the core. */
  static final long LOST_NANOS = 50_000;

  /** For so much lost one wait sleeps: a tenth of what waking takes. */
  static final long LOST_NANOS_A_SLEEP = 2_000;

  static final int MOST_SLEEPS = 1_000;

  private static final int MOST_SLEEPS_IN_PEACE = 255;

  private int sleepsAfterMiss;
  private int sleeps;

  /** Whether the wait that begins is to look; else it sleeps at once. */
  boolean begins() {
    if (sleeps == 0) {
      return true;
    }
    sleeps--;
    return false;
  }

  /**
   * A wait looked.
   *
   * @param nanos how long
   * @param longestTurn the most that passed between two looks
   */
  void took(long nanos, long longestTurn) {
    if (nanos < NANOS) {
      sleepsAfterMiss /= 2;
    } else {
      sleepsAfterMiss = Math.min(MOST_SLEEPS_IN_PEACE, 2 * sleepsAfterMiss + 1);
      sleeps = sleepsAfterMiss;
    }
    if (longestTurn >= LOST_NANOS) {
      sleeps = (int) Math.min(MOST_SLEEPS, longestTurn / LOST_NANOS_A_SLEEP);
    }
  }
}
