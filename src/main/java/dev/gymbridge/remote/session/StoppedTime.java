package dev.gymbridge.remote.session;

import java.util.concurrent.TimeUnit;

/**
 * Tells when this program was stopped: by Ctrl-Z, by a debugger, or with the whole machine. Such
 * time is nobody's, and no limit counts it.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class StoppedTime {
  /** How late a busy machine may wake a thread; what is beyond that was not spent waiting. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private StoppedTime() {}

  /**
   * Nanoseconds in which the program was stopped, 0 for none.
   *
   * @param passed since the thread began to wait
   * @param asked for how long it meant to wait at most
   */
  public static long nanos(long passed, long asked) {
    return Math.max(0, passed - asked - LATE_NANOS);
  }
}
