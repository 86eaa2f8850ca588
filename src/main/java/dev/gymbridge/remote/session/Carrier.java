package dev.gymbridge.remote.session;

/**
 * What carries the sessions of a server.
 *
 * @param lane whether each has a socket and a process of its own on this machine; else all are
 *     streams of one gRPC connection
 * @param reason why it is no lane, as a part of a sentence; empty where it is one
 */
public record Carrier(boolean lane, String reason) {
  /** A lane. */
  public static final Carrier LANE = new Carrier(true, "");

  /** A stream, for a reason. */
  public static Carrier stream(String reason) {
    return new Carrier(false, reason);
  }

  /** One line for people: {@code lane}, or {@code gRPC stream (the server is on ...)}. */
  public String text() {
    return lane ? "lane" : "gRPC stream (%s)".formatted(reason);
  }
}
