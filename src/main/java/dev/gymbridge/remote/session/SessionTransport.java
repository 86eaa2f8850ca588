package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Carries the messages of one session as bytes: one reply for each request, in order.
 *
 * <pre>{@code
 * transport.request(size).put(message); // exactly size bytes
 * transport.send(limit);
 * ByteBuffer reply = transport.receive(limit);
 * }</pre>
 *
 * <p>At most one request is under way at a time. Used by one thread; {@link #close} may come from
 * another. Nothing here knows what the messages say.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public interface SessionTransport extends AutoCloseable {
  /** Who is at the other end, as in {@code the server at host:port}. */
  String server();

  /**
   * Where to write the next request: from the buffer's position to its limit, {@code size} bytes.
   * The buffer is the carrier's own, and may be the same each time.
   */
  ByteBuffer request(int size);

  /**
   * Hands over the request that was written, without waiting for its reply.
   *
   * @param timeLimit for the handing over; the time until the reply counts from here
   * @throws ServerUnavailableException if the session has ended
   */
  void send(Duration timeLimit);

  /**
   * Waits for the reply to the request that was sent last.
   *
   * @param timeLimit counted from {@link #send}; when it is over the session has ended
   * @return the reply, from the buffer's position to its limit, good until the next request
   * @throws EnvironmentException if the session ends first
   */
  ByteBuffer receive(Duration timeLimit);

  /** Ends the session at once and releases whoever waits; a second call does nothing. */
  @Override
  void close();
}
