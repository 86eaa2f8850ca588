package dev.gymbridge.remote;

import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.TimeLimits;
import dev.gymbridge.remote.wire.Vectorization;
import org.jspecify.annotations.Nullable;

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
 * @param lanes over how many lanes a vector is spread on one server of this machine, a process
 *     each, which step at the same time; null for one a processor of at least ten environments
 *     each, where every environment is the same wherever it is, as those of its own vectorised
 *     implementation are not
 */
public record ConnectionOptions(
    TimeLimits timeLimits,
    Vectorization vectorization,
    int maxMessageBytes,
    ChannelSecurity security,
    boolean lane,
    @Nullable Integer lanes) {
  /**
   * Generous time limits, vectorization by the server's choice, replies up to 256 MiB, plain text,
   * lanes where they are offered.
   */
  public static final ConnectionOptions DEFAULT =
      new ConnectionOptions(
          TimeLimits.DEFAULT,
          Vectorization.AUTOMATIC,
          256 << 20,
          ChannelSecurity.PLAIN_TEXT,
          true,
          null);

  public ConnectionOptions {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least 1, got " + maxMessageBytes);
    }
    if (lanes != null && lanes < 1) {
      throw new IllegalArgumentException("lanes must be at least 1, got " + lanes);
    }
  }

  /** The same with other time limits. */
  public ConnectionOptions withTimeLimits(TimeLimits newTimeLimits) {
    return new ConnectionOptions(
        newTimeLimits, vectorization, maxMessageBytes, security, lane, lanes);
  }

  /** The same with another vectorization. */
  public ConnectionOptions withVectorization(Vectorization newVectorization) {
    return new ConnectionOptions(
        timeLimits, newVectorization, maxMessageBytes, security, lane, lanes);
  }

  /** The same, secured in another way. */
  public ConnectionOptions withSecurity(ChannelSecurity newSecurity) {
    return new ConnectionOptions(
        timeLimits, vectorization, maxMessageBytes, newSecurity, lane, lanes);
  }

  /** The same with sessions that are gRPC streams also where a lane is offered. */
  public ConnectionOptions withoutLane() {
    return new ConnectionOptions(
        timeLimits, vectorization, maxMessageBytes, security, false, lanes);
  }

  /** The same with vectors that are spread over so many lanes. */
  public ConnectionOptions withLanes(int count) {
    return new ConnectionOptions(timeLimits, vectorization, maxMessageBytes, security, lane, count);
  }

  /** What of it is about sessions. */
  SessionOptions forSessions() {
    return new SessionOptions(timeLimits, maxMessageBytes, lane ? LaneTransport::connect : null);
  }
}
