package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The pauses before attempts: none before the first, then longer and longer ones, to a limit. */
final class Patience {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 5_000;

  /** How late it may be seen that waiting has become pointless. */
  private static final long LOOK_MILLIS = 50;

  private final long end;
  private final BooleanSupplier pointless;
  private long pauseMillis;

  /**
   * Before the first attempt.
   *
   * @param limit after which no other attempt begins
   * @param pointless whether a pause is to end at once
   */
  Patience(Duration limit, BooleanSupplier pointless) {
    this.end = System.nanoTime() + limit.toNanos();
    this.pointless = pointless;
  }

  /**
   * Pauses.
   *
   * @return whether there is time for another attempt
   * @throws EnvironmentException if the thread is interrupted
   */
  boolean hasAnother() {
    long now = System.nanoTime();
    if (pauseMillis > 0 && now - end >= 0) {
      return false;
    }
    pauseUntil(Math.min(end, now + TimeUnit.MILLISECONDS.toNanos(pauseMillis)));
    pauseMillis = Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, 2 * pauseMillis));
    return true;
  }

  private void pauseUntil(long nanos) {
    try {
      while (nanos - System.nanoTime() > 0 && !pointless.getAsBoolean()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while environments were made", e);
    }
  }
}
