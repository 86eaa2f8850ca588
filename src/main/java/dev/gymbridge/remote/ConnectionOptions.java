package dev.gymbridge.remote;

import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.TimeLimits;
import dev.gymbridge.remote.wire.Vectorization;

/**
 * How to talk to an environment server.
 *
 * @param timeLimits how long to wait for each kind of reply
 * @param vectorization how the server steps the environments of a vector
 * @param maxMessageBytes the largest reply that is accepted; 64 uncompressed CartPole frames are 46
 *     MB
 * @param security whether it is encrypted, and how the client shows who it is
 * @param lane whether a server of this machine that offers it gives each session a socket and a
 *     process of its own, which is many times faster; else, and elsewhere, sessions are gRPC
 *     streams
 */
public record ConnectionOptions(
    TimeLimits timeLimits,
    Vectorization vectorization,
    int maxMessageBytes,
    ChannelSecurity security,
    boolean lane) {
  /**
   * Generous time limits, vectorization by the server's choice, replies up to 256 MiB, plain text,
   * lanes where they are offered.
   */
  public static final ConnectionOptions DEFAULT =
      new ConnectionOptions(
          TimeLimits.DEFAULT, Vectorization.AUTOMATIC, 256 << 20, ChannelSecurity.PLAIN_TEXT, true);

  public ConnectionOptions {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least 1, got " + maxMessageBytes);
    }
  }

  /** The same with other time limits. */
  public ConnectionOptions withTimeLimits(TimeLimits newTimeLimits) {
    return new ConnectionOptions(newTimeLimits, vectorization, maxMessageBytes, security, lane);
  }

  /** The same with another vectorization. */
  public ConnectionOptions withVectorization(Vectorization newVectorization) {
    return new ConnectionOptions(timeLimits, newVectorization, maxMessageBytes, security, lane);
  }

  /** The same, secured in another way. */
  public ConnectionOptions withSecurity(ChannelSecurity newSecurity) {
    return new ConnectionOptions(timeLimits, vectorization, maxMessageBytes, newSecurity, lane);
  }

  /** The same with sessions that are gRPC streams also where a lane is offered. */
  public ConnectionOptions withoutLane() {
    return new ConnectionOptions(timeLimits, vectorization, maxMessageBytes, security, false);
  }

  /** What of it is about sessions. */
  SessionOptions forSessions() {
    return new SessionOptions(timeLimits, maxMessageBytes, lane ? LaneTransport::connect : null);
  }
}
