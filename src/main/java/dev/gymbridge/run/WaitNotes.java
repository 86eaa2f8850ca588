package dev.gymbridge.run;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what is waited for when an environment takes long, a line after {@value #FIRST_SECONDS} s
 * and then every {@value #PERIOD_SECONDS} s. A wait costs the one who waits two writes.
 */
final class WaitNotes implements AutoCloseable {
  static final int FIRST_SECONDS = 5;
  private static final int PERIOD_SECONDS = 10;

  private final Consumer<String> notes;
  private final ScheduledExecutorService clock;
  private volatile @Nullable String doing;
  private volatile int waited;

  WaitNotes(Consumer<String> notes) {
    this.notes = notes;
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "gymbridge-waits");
              thread.setDaemon(true);
              return thread;
            });
    var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** A wait begins. */
  void begin(String what) {
    waited = 0;
    doing = what;
  }

  /** It is over. */
  void end() {
    doing = null;
  }

  /** Seconds are counted, not read off a clock: a program that was stopped did not wait. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // a second more or less, of a wait that just began
  private void tick() {
    String what = doing;
    if (what == null) {
      return;
    }
    waited++;
    if (waited >= FIRST_SECONDS && (waited - FIRST_SECONDS) % PERIOD_SECONDS == 0) {
      notes.accept("waiting for %s (%d s so far)".formatted(what, waited));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
