package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.remote.fleet.ShareMaker.Made;
import dev.gymbridge.remote.fleet.ShareMaker.Range;
import dev.gymbridge.remote.session.RemoteVectorEnvironment;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.wire.MakeMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attempts, one after the other, to make the environments of some ranges on living servers. */
final class ShareAttempts {
  /** How often, in all, a server may refuse or break off before nothing more is tried. */
  private static final int MOST_REFUSALS = 5;

  private final SessionServers servers;
  private final MakeMessages.Vector asked;
  private final @Nullable Function<Range, VectorResetOptions> start;
  private final boolean strict;
  private final List<Made> done = new ArrayList<>();
  private final Set<SessionServer> unfit = new HashSet<>();
  private List<ServerAnswer> answers = List.of();
  private int refusals;
  private @Nullable EnvironmentException lastFailure;

  /**
   * Attempts that were not begun.
   *
   * @param start how the episodes of a range start; null if they do not yet
   * @param strict whether what one server refuses is an error, although another might not
   */
  ShareAttempts(
      SessionServers servers,
      MakeMessages.Vector asked,
      @Nullable Function<Range, VectorResetOptions> start,
      boolean strict) {
    this.servers = servers;
    this.asked = asked;
    this.start = start;
    this.strict = strict;
  }

  /** What each server answered in the last attempt. */
  List<ServerAnswer> answers() {
    return answers;
  }

  List<Made> make(List<Range> ranges) {
    try {
      List<Range> open = ranges;
      Patience patience = new Patience(servers.outageLimit(), servers::closed);
      while (refusals <= MOST_REFUSALS && patience.hasAnother()) {
        open = makeOn(fitServers(), open);
        if (open.isEmpty()) {
          return done;
        }
        if (strict && answers.size() == 1 && UsableServers.isUp(answers.get(0))) {
          break; // nobody else will take it, and who made it may try again
        }
      }
    } catch (EnvironmentException e) {
      done.forEach(made -> made.share().environments().close());
      throw e;
    }
    done.forEach(made -> made.share().environments().close());
    throw noServerLeft();
  }

  private List<SessionServer> fitServers() {
    if (servers.closed()) {
      throw new ServerUnavailableException("the connection was closed; connect again");
    }
    answers = servers.ask();
    List<ServerAnswer> up =
        answers.stream().anyMatch(UsableServers::isUp) ? UsableServers.of(answers) : List.of();
    if (up.stream().allMatch(answer -> unfit.contains(answer.server()))) {
      unfit.clear(); // such as one whose sessions were all in use a moment ago
    }
    return servers.inTurn(up.stream().filter(answer -> !unfit.contains(answer.server())).toList());
  }

  /** Returns the ranges that could not be made. */
  private List<Range> makeOn(List<SessionServer> servers, List<Range> ranges) {
    if (servers.isEmpty()) {
      return ranges;
    }
    List<Range> failed = new ArrayList<>();
    List<Piece> pieces = Piece.spread(ranges, servers);
    List<RemoteVectorEnvironment.@Nullable Making> underWay = new ArrayList<>();
    for (Piece piece : pieces) {
      underWay.add(begin(piece));
    }
    List<Share> made = new ArrayList<>();
    for (int k = 0; k < pieces.size(); k++) {
      Share share = finish(pieces.get(k), underWay.get(k));
      if (share == null) {
        failed.add(pieces.get(k).range());
      } else {
        made.add(share);
      }
    }
    requireNoRefusal(made);
    start(made, failed);
    return failed;
  }

  private RemoteVectorEnvironment.@Nullable Making begin(Piece piece) {
    try {
      return RemoteVectorEnvironment.begin(
          piece.server().openSession(), asked, piece.range().size());
    } catch (EnvironmentException e) {
      failed(piece.server(), e);
      return null;
    }
  }

  private @Nullable Share finish(Piece piece, RemoteVectorEnvironment.@Nullable Making underWay) {
    try {
      return underWay == null
          ? null
          : new Share(piece.server(), underWay.finish(), piece.range().from());
    } catch (EnvironmentException e) {
      failed(piece.server(), e);
      return null;
    }
  }

  private void failed(SessionServer server, EnvironmentException failure) {
    lastFailure = failure;
    if (failure instanceof ServerUnavailableException) {
      server.suspect();
    } else {
      refusals++;
      unfit.add(server);
    }
  }

  /** What one server refuses when a vector is made, the user is to know. */
  private void requireNoRefusal(List<Share> made) {
    if (strict && !unfit.isEmpty() && lastFailure != null) {
      made.forEach(share -> share.environments().close());
      throw lastFailure;
    }
  }

  private void start(List<Share> made, List<Range> failed) {
    Function<Range, VectorResetOptions> how = start;
    if (how == null) {
      made.forEach(share -> done.add(new Made(share, null)));
      return;
    }
    for (Share share : made) {
      VectorResetOptions options = how.apply(new Range(share.from(), share.to()));
      share.send(() -> share.environments().sendReset(options));
    }
    for (Share share : made) {
      VectorResetResult begun = begun(share);
      if (begun == null) {
        failed.add(new Range(share.from(), share.to()));
      } else {
        done.add(new Made(share, begun));
      }
    }
  }

  private @Nullable VectorResetResult begun(Share share) {
    try {
      return share.receiveReset();
    } catch (EnvironmentException e) {
      failed(share.server(), e);
      share.environments().close();
      return null;
    }
  }

  private EnvironmentException noServerLeft() {
    EnvironmentException failure = lastFailure;
    if (failure == null) {
      return UsableServers.noneOf(answers);
    }
    return answers.size() == 1
        ? failure
        : new ServerUnavailableException(
            "the environments can be made on none of the %d servers: %s"
                .formatted(answers.size(), failure.getMessage()),
            failure);
  }
}
