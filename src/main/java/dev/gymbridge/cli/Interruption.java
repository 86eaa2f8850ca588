package dev.gymbridge.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C and SIGTERM: work that wants to end well is asked to, all else is closed,
 * and the JVM ends with exit code 130.
 */
final class Interruption implements AutoCloseable {
  static final int EXIT_CODE = 130;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Thread hook = new Thread(this::interrupted, "gymbridge-interruption");
  private volatile boolean requested;
  private volatile CountDownLatch working = new CountDownLatch(0);

  private Interruption() {}

  static Interruption install() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the work under way is asked to end. */
  boolean requested() {
    return requested;
  }

  /** Something to close on the way out; the last is closed first. */
  synchronized void closeOnExit(AutoCloseable resource) {
    resources.push(resource);
  }

  /** Runs work that asks {@link #requested} and ends well by itself. */
  void endingWell(Runnable work) {
    CountDownLatch latch = new CountDownLatch(1);
    working = latch;
    try {
      work.run();
    } finally {
      latch.countDown();
    }
  }

  private void interrupted() {
    requested = true;
    try {
      if (!working.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.printf("gymbridge: gave up waiting for a checkpoint after %s%n", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAll();
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private synchronized void closeAll() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        System.err.println("gymbridge: " + e.getMessage());
      }
    }
  }

  /** The command is over: what is left is closed, and nothing waits for an interruption. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is at work and ends the JVM.
      return;
    }
    closeAll();
  }
}
