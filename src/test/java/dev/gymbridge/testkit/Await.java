package dev.gymbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits, never without a bound, for what another process or thread brings about. */
public final class Await {
  /** Long enough for a machine that is busy with other things. */
  public static final Duration PATIENCE = Duration.ofMinutes(4);

  /** What is waited for. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it is so now; fails where it can no longer become so. */
    boolean holds() throws Exception;
  }

  private Await() {}

  /** Waits for as long as {@link #PATIENCE}. */
  public static void until(String what, Condition condition) {
    until(PATIENCE, what, condition);
  }

  /** Waits until it is so, and fails when that takes too long. */
  public static void until(Duration limit, String what, Condition condition) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.holds()) {
        assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("waiting for " + what, e);
    }
  }
}
