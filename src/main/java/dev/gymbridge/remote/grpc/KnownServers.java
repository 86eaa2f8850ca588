package dev.gymbridge.remote.grpc;

import io.grpc.EquivalentAddressGroup;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The servers that the names of a channel stand for at the moment; thread-safe. */
final class KnownServers {
  private List<EquivalentAddressGroup> servers = List.of();
  private @Nullable Status error;

  synchronized void resolved(List<EquivalentAddressGroup> found) {
    servers = found;
    error = null;
    notifyAll();
  }

  synchronized void unresolvable(Status status) {
    servers = List.of();
    error = status;
    notifyAll();
  }

  /** The channel went idle: what it knew may be old when it wakes. */
  synchronized void forgotten() {
    servers = List.of();
    error = null;
  }

  /** Waits until the names are resolved; empty if they are not, {@link #error} then says why. */
  synchronized List<EquivalentAddressGroup> await(Duration limit) {
    long start = System.nanoTime();
    while (servers.isEmpty() && error == null) {
      long left = limit.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        break;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return servers;
  }

  /** Why the names stand for no server. */
  synchronized Status error() {
    return error != null
        ? error
        : Status.UNAVAILABLE.withDescription("unable to resolve the names in time");
  }
}
