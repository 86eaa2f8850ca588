package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.remote.session.Seconds;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.wire.MakeMessages;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the environments of a vector, and makes those again that were lost, on living servers. */
final class ShareMaker {
  private final SessionServers servers;
  private final MakeMessages.Vector asked;
  private List<ServerAnswer> answers = List.of();

  ShareMaker(SessionServers servers, MakeMessages.Vector asked) {
    this.servers = servers;
    this.asked = asked;
  }

  /** Environments {@code from} to {@code to - 1}. */
  record Range(int from, int to) {
    int size() {
      return to - from;
    }
  }

  /**
   * A share that was made.
   *
   * @param begun how its episodes started; null if they have not
   */
  record Made(Share share, @Nullable VectorResetResult begun) {}

  /** What each server answered when something was made last. */
  List<ServerAnswer> answers() {
    return answers;
  }

  /**
   * Makes the environments of a new vector.
   *
   * @throws EnvironmentException if a server refuses; nothing is left open
   * @throws ServerUnavailableException if no server is left
   */
  List<Share> makeNew(int numEnvs) {
    return new ShareAttempts(servers, asked, null, true)
        .make(List.of(new Range(0, numEnvs))).stream().map(Made::share).toList();
  }

  /**
   * Makes environments again, spread as evenly as can be, and starts their episodes.
   *
   * @param start how those of a range start; null if they do not start yet
   * @param loss why they were lost, in one line
   * @throws ServerUnavailableException if no server is left on which they can be made
   */
  List<Made> makeAgain(
      List<Range> ranges, @Nullable Function<Range, VectorResetOptions> start, String loss) {
    try {
      return attempt(new ShareAttempts(servers, asked, start, false), ranges);
    } catch (ServerUnavailableException e) {
      throw servers.closed()
          ? e
          : new ServerUnavailableException(
              "%s; tried again for up to %s, in vain: %s"
                  .formatted(loss, Seconds.text(servers.outageLimit()), e.getMessage()),
              e);
    }
  }

  private List<Made> attempt(ShareAttempts attempts, List<Range> ranges) {
    try {
      return attempts.make(ranges);
    } finally {
      answers = attempts.answers();
    }
  }
}
