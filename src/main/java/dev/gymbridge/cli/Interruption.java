package dev.gymbridge.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C and SIGTERM. Work that asks whether it is to end has a moment for that;
 * what still waits for a server then has its connection closed under it, and so has at once what
 * never asks; what is being saved is waited for; then the JVM ends with exit code 130, or 0 where
 * that is how a command is meant to end, and with it every process that it started. A second signal
 * ends it at once.
 */
final class Interruption implements AutoCloseable {
  static final int EXIT_CODE = 130;

  /** For what need only be asked, or say its last words. */
  private static final Duration MOMENT = Duration.ofMillis(350);

  /** For a server to end in order, from the moment at which it is let go. */
  private static final Duration FAREWELL = Duration.ofMillis(600);

  /** For a checkpoint to be written. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Thread hook = new Thread(this::interrupted, "gymbridge-interruption");
  private final CountDownLatch over = new CountDownLatch(1);
  private final Duration moment;
  private volatile boolean requested;

  /** Whether anybody ever asked; written once, on the way of every step. */
  private volatile boolean asks;

  private volatile int exitCode = EXIT_CODE;
  private volatile CountDownLatch working = new CountDownLatch(0);
  private volatile Runnable lastWords = () -> {};

  private Interruption(Duration moment) {
    this.moment = moment;
  }

  static Interruption install() {
    return install(MOMENT);
  }

  /** Likewise, with another moment for what was asked to end. */
  static Interruption install(Duration moment) {
    Interruption interruption = new Interruption(moment);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** From now on an interruption is how the command is meant to end: its exit code is 0. */
  void endsLikeAnyOther() {
    exitCode = 0;
  }

  /** What is said of a command that an interruption ended, once nothing else is said any more. */
  void lastWords(Runnable words) {
    lastWords = words;
  }

  /** Whether the work under way is asked to end. */
  boolean requested() {
    if (!asks) {
      asks = true;
    }
    return requested;
  }

  /** Something to close on the way out; the last is closed first. */
  void closeOnExit(AutoCloseable resource) {
    synchronized (resources) {
      resources.push(resource);
    }
  }

  /** Runs work that asks {@link #requested}, and that has something to save when it ends. */
  void endingWell(Runnable work) {
    CountDownLatch latch = new CountDownLatch(1);
    working = latch;
    asks = true;
    try {
      work.run();
    } finally {
      latch.countDown();
    }
  }

  private void interrupted() {
    requested = true;
    Thread impatience = new Thread(this::endAtSecondSignal, "gymbridge-second-signal");
    impatience.setDaemon(true);
    impatience.start();
    Closing closing = new Closing();
    try {
      if (!working.await(moment.toMillis(), TimeUnit.MILLISECONDS)) {
        closing.start();
        if (!working.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          System.err.printf("gymbridge: gave up waiting for a checkpoint after %s%n", PATIENCE);
        }
      }
      if (asks) {
        over.await(moment.toMillis(), TimeUnit.MILLISECONDS);
      }
      closing.start();
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  /** Lets go of what is left on a thread of its own, since that may hang. */
  private final class Closing {
    private final Thread thread = new Thread(Interruption.this::closeAll, "gymbridge-closing");
    private long deadlineNanos;

    /** A second call does nothing. */
    void start() {
      if (thread.getState() == Thread.State.NEW) {
        deadlineNanos = System.nanoTime() + FAREWELL.toNanos();
        thread.setDaemon(true);
        thread.start();
      }
    }

    void await() throws InterruptedException {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left > 0) {
        thread.join(left);
      }
    }
  }

  /** What was started goes too, also what no longer listens. */
  private void end() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    if (exitCode == EXIT_CODE) {
      lastWords.run();
    }
    System.out.flush();
    Runtime.getRuntime().halt(exitCode);
  }

  /** The JVM gives each signal a thread, and all but the first wait for this hook to end. */
  private void endAtSecondSignal() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    while (true) {
      Thread[] threads = new Thread[all.activeCount() + 16];
      int count = all.enumerate(threads);
      int signals = 0;
      for (int i = 0; i < count; i++) {
        signals += threads[i].getName().matches("SIG[A-Z0-9]+ handler") ? 1 : 0;
      }
      if (signals > 1) {
        end();
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void closeAll() {
    while (true) {
      AutoCloseable resource;
      synchronized (resources) {
        if (resources.isEmpty()) {
          return;
        }
        resource = resources.pop();
      }
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("gymbridge: " + e.getMessage());
      }
    }
  }

  /** The command is over: what is left is closed, and nothing waits for an interruption. */
  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is at work and ends the JVM.
      return;
    }
    closeAll();
  }
}
