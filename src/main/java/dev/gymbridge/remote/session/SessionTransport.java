package dev.gymbridge.remote.session;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import java.time.Duration;

/**
 * Carries the requests and replies of one session: one reply for each request, in order.
 *
 * <p>At most one request is under way at a time. Used by one thread; {@link #close} may come from
 * another. Nothing here knows what the messages say, nor of gRPC.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public interface SessionTransport extends AutoCloseable {
  /**
   * Hands over a request without waiting for its reply.
   *
   * @throws ServerUnavailableException if the session has ended
   */
  void send(SessionRequest request);

  /**
   * Waits for the reply to the request that was sent last.
   *
   * @param timeLimit counted from {@link #send}; when it is over the session has ended
   * @throws ServerUnavailableException if the session ends first
   */
  SessionReply receive(Duration timeLimit);

  /** Sends a request and waits for its reply. */
  default SessionReply exchange(SessionRequest request, Duration timeLimit) {
    send(request);
    return receive(timeLimit);
  }

  /** Ends the session at once and releases whoever waits; a second call does nothing. */
  @Override
  void close();
}
