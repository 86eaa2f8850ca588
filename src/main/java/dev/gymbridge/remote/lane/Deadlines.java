package dev.gymbridge.remote.lane;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends lanes whose deadline is over: a blocking read of a socket has no time limit of its own.
 *
 * <p>One thread looks at all lanes a few times a second, so that a deadline costs a lane one
 * volatile write a message and no system call. It ends when there are no more lanes.
 */
final class Deadlines {
  /** How late a deadline may be seen. */
  private static final long PERIOD_MILLIS = 50;

  private static final Set<LaneTransport> LANES = ConcurrentHashMap.newKeySet();
  private static boolean running;

  private Deadlines() {}

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
    while (goesOn()) {
      long now = System.nanoTime();
      LANES.forEach(lane -> lane.endIfOver(now));
      try {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        // Nobody has a reason to: the deadlines stay.
      }
    }
  }
}
