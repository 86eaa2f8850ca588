package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import java.time.Duration;

/**
 * What it means that this side ended a session, in the same words on each carrier.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class SessionEnds {
  private SessionEnds() {}

  /**
   * No reply came in time.
   *
   * @param server such as {@code the server at host:port}
   */
  public static ServerUnavailableException timedOut(String server, Duration timeLimit) {
    return new ServerUnavailableException(
        "%s sent no reply within %s; the environment hangs, or the time limit is too short"
            .formatted(server, Seconds.text(timeLimit)));
  }

  /** The thread that waited was interrupted. */
  public static EnvironmentException interrupted(String server) {
    return new EnvironmentException(
        "interrupted while waiting for " + server + "; its session is over");
  }

  /** Somebody closed it. */
  public static EnvironmentException closed(String server) {
    return new EnvironmentException(
        "the session with " + server + " is over: the session was closed");
  }
}
