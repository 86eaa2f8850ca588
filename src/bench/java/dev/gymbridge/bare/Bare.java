package dev.gymbridge.bare;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a message there and back costs on this machine when nothing is carried: 64 bytes, one at a
 * time.
 *
 * <p>{@code Bare socket PATH SECONDS} over a Unix socket, {@code Bare stream TARGET SECONDS} over a
 * gRPC stream; {@code bare_servers.py} is the other end. Prints one JSON object.
 */
public final class Bare {
  static final int MESSAGE_BYTES = 64;
  private static final int MOST_MESSAGES = 2_000_000;

  private Bare() {}

  /** Sends one message and waits for the same back. */
  interface Echo extends AutoCloseable {
    void roundTrip() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    double seconds = Double.parseDouble(arguments[2]);
    try (Echo echo =
        arguments[0].equals("socket")
            ? new SocketEcho(arguments[1])
            : new StreamEcho(arguments[1])) {
      measure(echo, seconds);
      long[] nanos = measure(echo, seconds);
      Arrays.sort(nanos);
      System.out.printf(
          Locale.ROOT,
          "{\"p50_us\": %.3f, \"p99_us\": %.3f, \"messages\": %d}%n",
          nanos[nanos.length / 2] / 1e3,
          nanos[(int) (nanos.length * 0.99)] / 1e3,
          nanos.length);
    }
  }

  private static long[] measure(Echo echo, double seconds) throws Exception {
    long[] nanos = new long[MOST_MESSAGES];
    int count = 0;
    long begin = System.nanoTime();
    long start = begin;
    while (start - begin < seconds * 1e9 && count < MOST_MESSAGES) {
      echo.roundTrip();
      long end = System.nanoTime();
      nanos[count++] = end - start;
      start = end;
    }
    return Arrays.copyOf(nanos, count);
  }
}
