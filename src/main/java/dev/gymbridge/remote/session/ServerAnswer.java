package dev.gymbridge.remote.session;

import dev.gymbridge.env.ServerUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered when it was asked what it is.
 *
 * @param server who was asked
 * @param status for the user
 * @param failure what to throw if no server can be used; null if this one can
 * @apiNote For the rooms of {@code remote}; a user gets the status.
 */
public record ServerAnswer(
    SessionServer server, ServerStatus status, @Nullable ServerUnavailableException failure) {
  /** Of one that can be used. */
  public static ServerAnswer up(SessionServer server, ServerInfo info) {
    return new ServerAnswer(
        server, new ServerStatus(server.address(), Optional.of(info), ""), null);
  }

  /** Of one that cannot, for a reason in few words and in many. */
  public static ServerAnswer down(
      SessionServer server, String problem, ServerUnavailableException failure) {
    return new ServerAnswer(
        server, new ServerStatus(server.address(), Optional.empty(), problem), failure);
  }
}
