package dev.gymbridge.remote.session;

/** Where the time of the steps of one session goes. */
final class StepTimer {
  private long begunAt;
  private long sentAt;

  private long steps;
  private long totalNanos;
  private long roundTripNanos;
  private long serverNanos;
  private long environmentNanos;

  /** A step begins, before its actions are encoded. */
  void begins() {
    begunAt = System.nanoTime();
  }

  /** Its request is handed to the carrier. */
  void sent() {
    sentAt = System.nanoTime();
  }

  /** Its reply came. */
  void arrived() {
    roundTripNanos += System.nanoTime() - sentAt;
  }

  /** The reply says what the server spent. */
  void read(long server, long environment) {
    steps++;
    serverNanos += server;
    environmentNanos += environment;
  }

  /** Its result is there. */
  void decoded() {
    totalNanos += System.nanoTime() - begunAt;
  }

  BridgeTiming timing() {
    return new BridgeTiming(steps, totalNanos, roundTripNanos, serverNanos, environmentNanos);
  }
}
