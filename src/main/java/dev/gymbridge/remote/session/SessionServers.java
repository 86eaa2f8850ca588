package dev.gymbridge.remote.session;

import dev.gymbridge.env.ServerUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * The servers of one connection; thread-safe.
 *
 * @apiNote For the rooms of {@code remote}: what carries the calls stands behind it.
 */
public interface SessionServers extends AutoCloseable {
  /** The addresses, as they were given. */
  String address();

  /** Whether the connection was closed. */
  boolean closed();

  /**
   * The servers known now, whether or not they answer.
   *
   * @throws ServerUnavailableException if the names stand for none
   */
  List<SessionServer> known();

  /** For how long those that are gone are tried again. */
  Duration outageLimit();

  /** Asks all known servers, at the same time, what they are. */
  List<ServerAnswer> ask();

  /** The same in an order that begins with another each time, so that none gets all remainders. */
  List<SessionServer> inTurn(List<ServerAnswer> answers);

  /** Ends the connection, and with it every session; a second call does nothing. */
  @Override
  void close();
}
