package dev.gymbridge.remote.session;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as people read them.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Seconds {
  private Seconds() {}

  /** Such as {@code 60 s} or {@code 0.25 s}. */
  public static String text(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    return seconds == Math.rint(seconds)
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }
}
