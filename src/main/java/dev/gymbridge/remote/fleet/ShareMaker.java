package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.remote.session.Seconds;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.wire.MakeMessages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the environments of a vector, and makes those again that were lost, on living servers. */
final class ShareMaker {
  private final SessionServers servers;
  private final MakeMessages.Vector asked;
  private final @Nullable Integer lanes;
  private List<ServerAnswer> answers = List.of();

  /**
   * A maker.
   *
   * @param lanes over how many lanes a new vector is spread where one server of this machine makes
   *     it; null for as many as pay
   */
  ShareMaker(SessionServers servers, MakeMessages.Vector asked, @Nullable Integer lanes) {
    this.servers = servers;
    this.asked = asked;
    this.lanes = lanes;
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
    Range all = new Range(0, numEnvs);
    List<SessionServer> known = servers.known();
    int count = LaneCount.of(known, asked.vectorization(), numEnvs, lanes);
    return count == 1
        ? makeNew(all)
        : makeOnLanes(
            Piece.spread(List.of(all), Collections.nCopies(count, known.get(0))).stream()
                .map(Piece::range)
                .toList(),
            all);
  }

  private List<Share> makeNew(Range range) {
    return new ShareAttempts(servers, asked, null, true)
        .make(List.of(range)).stream().map(Made::share).toList();
  }

  /**
   * One lane after the other: what there can be only once is so refused on the first one. Where a
   * further one is refused, all environments go on one lane.
   */
  private List<Share> makeOnLanes(List<Range> ranges, Range all) {
    List<Share> made = new ArrayList<>(makeNew(ranges.get(0)));
    try {
      for (Range range : ranges.subList(1, ranges.size())) {
        made.addAll(makeNew(range));
      }
      return made;
    } catch (EnvironmentException e) {
      made.forEach(share -> share.environments().close());
      return makeNew(all);
    }
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
