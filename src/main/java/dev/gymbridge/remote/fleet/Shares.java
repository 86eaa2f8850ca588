package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.remote.session.RemoteVectorEnvironment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shares of one vector, which together are all of its environments. */
final class Shares implements AutoCloseable {
  private final ShareMaker maker;
  private final int numEnvs;
  private final RemoteVectorEnvironment first;
  private List<Share> all; // in the order of their environments

  private Shares(ShareMaker maker, int numEnvs, List<Share> made) {
    this.maker = maker;
    this.numEnvs = numEnvs;
    all = inOrder(made);
    first = all.get(0).environments();
  }

  /** Makes the environments on all servers that answer. */
  static Shares make(ShareMaker maker, int numEnvs) {
    Shares shares = new Shares(maker, numEnvs, maker.makeNew(numEnvs));
    try {
      shares.all.forEach(shares::requireSameSpaces);
      return shares;
    } catch (RuntimeException e) {
      shares.close();
      throw e;
    }
  }

  private static List<Share> inOrder(List<Share> shares) {
    return shares.stream().sorted(Comparator.comparingInt(Share::from)).toList();
  }

  private void requireSameSpaces(Share share) {
    RemoteVectorEnvironment other = share.environments();
    if (!other.singleObservationSpace().equals(first.singleObservationSpace())
        || !other.singleActionSpace().equals(first.singleActionSpace())) {
      throw new EnvironmentException(
          "%s has the spaces %s and %s on the server at %s, and %s and %s on another; install one version everywhere"
              .formatted(
                  first.spec().id(),
                  other.singleObservationSpace(),
                  other.singleActionSpace(),
                  share.server().address(),
                  first.singleObservationSpace(),
                  first.singleActionSpace()));
    }
  }

  List<Share> all() {
    return all;
  }

  boolean anyLost() {
    for (Share share : all) {
      if (share.loss() != null) {
        return true;
      }
    }
    return false;
  }

  /** Why one is lost, in one line. */
  String lastLoss() {
    for (Share share : all) {
      EnvironmentException loss = share.loss();
      if (loss != null) {
        return String.valueOf(loss.getMessage()).lines().findFirst().orElse("");
      }
    }
    return "nothing is lost";
  }

  /** Does something with each share, also after one failed, and then throws what failed first. */
  void withEach(Consumer<Share> work) {
    withEach(all, work);
  }

  private static void withEach(List<Share> shares, Consumer<Share> work) {
    EnvironmentException failure = null;
    for (Share share : shares) {
      try {
        work.accept(share);
      } catch (EnvironmentException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Resets the shares that the mask concerns and that have no result yet. */
  void reset(VectorResetOptions options, Map<Share, VectorResetResult> results) {
    List<Share> asked = new ArrayList<>();
    for (Share share : all) {
      if (!results.containsKey(share) && SpreadSeeds.concerns(options, share)) {
        asked.add(share);
        VectorResetOptions own = SpreadSeeds.share(options, share.from(), share.to());
        share.send(() -> share.environments().sendReset(own));
      }
    }
    withEach(
        asked,
        share -> {
          VectorResetResult result = share.receiveReset();
          if (result != null) {
            results.put(share, result);
          }
        });
  }

  /**
   * Makes what was lost again elsewhere.
   *
   * @param start how the episodes of a range start; null if they do not start yet
   */
  Repair repair(@Nullable Function<ShareMaker.Range, VectorResetOptions> start) {
    List<Share> lost = all.stream().filter(share -> share.loss() != null).toList();
    List<ShareMaker.Range> ranges =
        lost.stream().map(share -> new ShareMaker.Range(share.from(), share.to())).toList();
    List<ShareMaker.Made> made = maker.makeAgain(ranges, start, lastLoss());
    List<Share> now = new ArrayList<>(all);
    now.removeAll(lost);
    made.forEach(each -> now.add(each.share()));
    all = inOrder(now);
    made.forEach(each -> requireSameSpaces(each.share()));
    return new Repair(numEnvs, lost, made, maker.answers());
  }

  @Override
  public void close() {
    all.forEach(share -> share.environments().close());
  }
}
