package dev.gymbridge.remote.session;

import dev.gymbridge.env.ServerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One server that opens sessions; thread-safe.
 *
 * @apiNote For the rooms of {@code remote}: what carries the calls stands behind it.
 */
public interface SessionServer {
  /** The address, as the user wrote it, or as the name resolved to it. */
  String address();

  /** Notes that it failed a session: it is not waited for as long the next time. */
  void suspect();

  /** Opens a session, which the caller closes. */
  RemoteSession openSession();

  /** What carries its sessions. */
  Carrier carrier();

  /** Asks the server what it is; the answer never fails, and comes within the time to connect. */
  CompletableFuture<ServerAnswer> ask();

  /**
   * The environments that it can make.
   *
   * @throws ServerUnavailableException if it is gone
   */
  List<ListedEnvironment> list(String filter, boolean withSpaces, Duration limit);
}
