package dev.gymbridge.run;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private volatile @Nullable Wait wait;
  private volatile int waited;

  /**
   * A wait.
   *
   * @param what is waited for
   * @param outage what is in the way, as far as it is known
   */
  record Wait(String what, Supplier<Optional<String>> outage) {
    Wait(String what) {
      this(what, Optional::empty);
    }
  }

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
  void begin(Wait begun) {
    waited = 0;
    wait = begun;
  }

  /** It is over. */
  void end() {
    wait = null;
  }

  /** Seconds are counted, not read off a clock: a program that was stopped did not wait. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // a second more or less, of a wait that just began
  private void tick() {
    Wait begun = wait;
    if (begun == null) {
      return;
    }
    waited++;
    if (waited >= FIRST_SECONDS && (waited - FIRST_SECONDS) % PERIOD_SECONDS == 0) {
      String outage = begun.outage().get().map(": "::concat).orElse("");
      notes.accept("waiting for %s (%d s so far)%s".formatted(begun.what(), waited, outage));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
