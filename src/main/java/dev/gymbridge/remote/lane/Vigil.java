package dev.gymbridge.remote.lane;

/**
 * Whether a wait begins by looking again and again instead of sleeping.
 *
 * <p>Where a core has nothing else to do, a thread that sleeps is woken some 30 us after its reply
 * came, which takes less. So each wait looks for a while first; one for which that was too short
 * makes this rarer, twice as rare each time, and one for which it was enough makes it more frequent
 * again. Used by one thread.
 */
final class Vigil {
  /** How long a wait looks at most. */
  static final long NANOS = 100_000;

  private static final int MOST_SLEEPS = 255;

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

  /** A wait that looked took so long. */
  void took(long nanos) {
    if (nanos < NANOS) {
      sleepsAfterMiss /= 2;
    } else {
      sleepsAfterMiss = Math.min(MOST_SLEEPS, 2 * sleepsAfterMiss + 1);
      sleeps = sleepsAfterMiss;
    }
  }
}
