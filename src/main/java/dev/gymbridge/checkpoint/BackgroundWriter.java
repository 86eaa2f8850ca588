package dev.gymbridge.checkpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes one thing after another while whoever hands it over goes on.
 *
 * <p>What fails is thrown at whoever hands over the next, or waits. Not thread-safe.
 */
public final class BackgroundWriter implements AutoCloseable {
  /** What waits takes memory. */
  private static final int MOST_WAITING = 2;

  private static final int MOST_SECONDS_TO_CLOSE = 60;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "gymbridge-checkpoints");
            made.setDaemon(true);
            return made;
          });
  private final Deque<Future<?>> waiting = new ArrayDeque<>();

  /**
   * Hands something over to be written after what was handed over before.
   *
   * @throws RuntimeException what an earlier one failed with
   */
  public void write(Runnable writing) {
    throwFailures();
    while (waiting.size() >= MOST_WAITING) {
      finish(waiting.remove());
    }
    waiting.add(thread.submit(writing));
  }

  /**
   * Throws what something that was handed over failed with, without waiting for the others.
   *
   * @throws RuntimeException that
   */
  public void throwFailures() {
    while (!waiting.isEmpty() && waiting.element().isDone()) {
      finish(waiting.remove());
    }
  }

  /**
   * Waits until all is written.
   *
   * @throws RuntimeException what one failed with
   */
  public void await() {
    while (!waiting.isEmpty()) {
      finish(waiting.remove());
    }
  }

  /** An interruption does not keep something from being written to its end. */
  private static void finish(Future<?> writing) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          writing.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(Objects.requireNonNull(e.getCause()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /** Ends when all is written, or after a while; what fails then is told to nobody. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean over = thread.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
      if (!over) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
