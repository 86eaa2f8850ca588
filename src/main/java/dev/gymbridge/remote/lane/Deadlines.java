package dev.gymbridge.remote.lane;

import dev.gymbridge.remote.session.StoppedTime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends lanes whose deadline is over: a blocking read of a socket has no time limit of its own.
 *
 * <p>One thread looks at all lanes a few times a second, so that a deadline costs a lane one
 * volatile write a message and no system call. It ends when there are no more lanes. Time in which
 * this program was stopped counts for no deadline.
 */
final class Deadlines {
  /** How late a deadline may be seen. */
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final AtomicLong STOPPED_NANOS = new AtomicLong();
  private static final Set<LaneTransport> LANES = ConcurrentHashMap.newKeySet();
  private static boolean running;

  private Deadlines() {}

  /** The clock of the deadlines, in nanoseconds: it stands still while this program is stopped. */
  static long now() {
    return System.nanoTime() - STOPPED_NANOS.get();
  }

  static synchronized void watch(LaneTransport lane) {
    LANES.add(lane);
    if (!running) {
      Thread thread = new Thread(Deadlines::look, "gymbridge-lane-deadlines");
      thread.setDaemon(true);
      thread.start();
      running = true;
    }
  }

  static void forget(LaneTransport lane) {
    LANES.remove(lane);
  }

  private static synchronized boolean goesOn() {
    running = !LANES.isEmpty();
    return running;
  }

  private static void look() {
    long last = System.nanoTime();
    while (goesOn()) {
      long nanos = System.nanoTime();
      STOPPED_NANOS.addAndGet(StoppedTime.nanos(nanos - last, PERIOD_NANOS));
      last = nanos;
      long now = now();
      LANES.forEach(lane -> lane.endIfOver(now));
      try {
        TimeUnit.NANOSECONDS.sleep(PERIOD_NANOS);
      } catch (InterruptedException e) {
        // Nobody has a reason to: the deadlines stay.
      }
    }
  }
}
