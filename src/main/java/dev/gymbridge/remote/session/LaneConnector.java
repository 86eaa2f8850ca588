package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Connects to a lane: a socket of this machine behind which one session waits.
 *
 * @apiNote For the rooms of {@code remote}: it stands between the room that asks for a lane and the
 *     one that uses it.
 */
@FunctionalInterface
public interface LaneConnector {
  /**
   * What a server gave for a lane.
   *
   * @param server who gave it, as in {@code the server at host:port}
   * @param socket where the lane waits
   * @param secret what opens it, once
   * @param maxMessageBytes the longest reply that is accepted
   * @param end asked why the lane ended, if it did so by itself
   */
  record Lane(
      String server,
      Path socket,
      ByteBuffer secret,
      int maxMessageBytes,
      Supplier<EnvironmentException> end) {}

  /**
   * Connects, and shows the secret.
   *
   * @throws IOException if nobody waits there, or this platform has no such sockets
   */
  SessionTransport connect(Lane lane) throws IOException;
}
