package dev.gymbridge.remote.lane;

/**
 * Whether a wait begins by looking again and again instead of sleeping.
 *
 * <p>Where a core has nothing else to do, a thread that sleeps is woken some 20 us after its reply
 * came, which takes less. So each wait looks for a while first; one for which that was too short
 * makes this rarer, twice as rare each time, and one for which it was enough makes it more frequent
 * again. Where others want the core, one that looks may lose it for milliseconds, which one that
 * sleeps does not. Each look earns a tenth of what it may gain, up to a limit, and a core that was
 * lost is paid with that: where it was lost now and then all go on looking, and where others want
 * it always so many waits sleep that looking costs no more than that tenth. Used by one thread.
 */
final class Vigil {
  /** How long a wait looks at most. */
  static final long NANOS = 300_000;

  /** From which time between two looks on somebody else had the core. */
  static final long LOST_NANOS = 50_000;

  /** What a look earns, and what a wait that sleeps makes up for: a tenth of what waking takes. */
  static final long EARNED_NANOS = 2_000;

  /** The most that looks have earned: what a core that is wanted by two is lost for at a time. */
  static final long MOST_EARNED_NANOS = 5_000_000;

  static final int MOST_SLEEPS = 1_000;

  private static final int MOST_SLEEPS_IN_PEACE = 255;

  private int sleepsAfterMiss;
  private int sleeps;
  private long earned = MOST_EARNED_NANOS;

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
    if (longestTurn < LOST_NANOS) {
      earned = Math.min(MOST_EARNED_NANOS, earned + EARNED_NANOS);
      return;
    }
    earned -= longestTurn;
    if (earned < 0) {
      sleeps = (int) Math.min(MOST_SLEEPS, -earned / EARNED_NANOS);
      earned = 0;
    }
  }
}
