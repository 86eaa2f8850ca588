package dev.gymbridge.env.grpc;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorResets;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.StepRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vector of environments spread over several servers, a contiguous share on each, that goes on
 * when one of them dies.
 *
 * <p>All servers work at the same time: each request goes to all before the first reply is waited
 * for. Environment i has the same seed, and so the same episodes, wherever it is.
 *
 * <p>The environments of a server that is lost are made again on the others at the next step or
 * reset, and begin new episodes, with seeds derived from those of the last reset of all. They stay
 * there: shares do not move back to a server that returns, which is used for what is made later.
 *
 * <p>What a vector on one server refuses before anything is stepped, wrong actions and steps before
 * a reset, is refused here before anything is sent. When an environment raises, the others were
 * stepped, and all must be reset.
 */
final class SpreadVectorEnvironment implements VectorEnvironment {
  private static final int MOST_LOSSES_IN_A_RESET = 10;

  private final ShareMaker maker;
  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private final SpreadActions actions;
  private final SpreadSeeds seeds;
  private final boolean[] over; // [N], whose episode is over and who was not reset since
  private List<Share> shares; // in the order of their environments
  private boolean begun;
  private boolean sent;
  private boolean closed;
  private @Nullable EnvironmentException refusal;

  private SpreadVectorEnvironment(
      ShareMaker maker, AutoresetMode autoresetMode, int numEnvs, List<Share> shares) {
    this.maker = maker;
    this.autoresetMode = autoresetMode;
    this.numEnvs = numEnvs;
    this.shares = shares;
    RemoteVectorEnvironment first = shares.get(0).environments();
    spec = first.spec();
    observationSpace = first.singleObservationSpace();
    actionSpace = first.singleActionSpace();
    actions = new SpreadActions(actionSpace, numEnvs);
    seeds = new SpreadSeeds(numEnvs);
    over = new boolean[numEnvs];
  }

  /** Makes the environments on all servers that answer. */
  static SpreadVectorEnvironment make(ServerGroup group, MakeMessages.Vector asked, int numEnvs) {
    ShareMaker maker = new ShareMaker(group, asked);
    List<Share> shares = maker.makeNew(numEnvs);
    SpreadVectorEnvironment vector =
        new SpreadVectorEnvironment(maker, asked.autoresetMode(), numEnvs, inOrder(shares));
    try {
      shares.forEach(vector::requireSameSpaces);
      return vector;
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
  }

  private static List<Share> inOrder(List<Share> shares) {
    return shares.stream().sorted((a, b) -> Integer.compare(a.from(), b.from())).toList();
  }

  private void requireSameSpaces(Share share) {
    RemoteVectorEnvironment environments = share.environments();
    if (!environments.singleObservationSpace().equals(observationSpace)
        || !environments.singleActionSpace().equals(actionSpace)) {
      throw new EnvironmentException(
          "%s has the spaces %s and %s on the server at %s, and %s and %s on another; install one version everywhere"
              .formatted(
                  spec.id(),
                  environments.singleObservationSpace(),
                  environments.singleActionSpace(),
                  share.server().address(),
                  observationSpace,
                  actionSpace));
    }
  }

  @Override
  public int numEnvs() {
    return numEnvs;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Space singleObservationSpace() {
    return observationSpace;
  }

  @Override
  public Space singleActionSpace() {
    return actionSpace;
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    requireUsable("reset");
    VectorResets.seeds(options, numEnvs);
    VectorResets.requireMaskAllowed(options.mask(), numEnvs, autoresetMode, begun);
    boolean all = !options.mask().contains(false);
    begun &= !all; // until all went well
    if (all) {
      seeds.remember(options);
    }
    Map<Share, VectorResetResult> results = new HashMap<>();
    InterruptedEpisodes interruption = null;
    for (int attempt = 0; attempt < MOST_LOSSES_IN_A_RESET; attempt++) {
      if (anyLost()) {
        Repair repair = repair(!all);
        interruption = all ? null : repair.interruptionOutside(options.mask(), interruption);
      }
      resetShares(options, results);
      if (!anyLost()) {
        begun = true;
        for (int i = 0; i < numEnvs; i++) {
          over[i] &= !options.mask().isEmpty() && !options.mask().get(i);
        }
        return SpreadResults.reset(observationSpace, shares, results, interruption);
      }
    }
    throw new ServerUnavailableException(
        "server after server was lost in one reset; see their logs");
  }

  /** Resets the shares that the mask concerns and that have no result yet. */
  private void resetShares(VectorResetOptions options, Map<Share, VectorResetResult> results) {
    List<Share> asked = new ArrayList<>();
    for (Share share : shares) {
      if (!results.containsKey(share) && SpreadSeeds.concerns(options, share)) {
        asked.add(share);
        VectorResetOptions own = SpreadSeeds.share(options, share.from(), share.to());
        share.send(() -> share.environments().sendReset(own));
      }
    }
    EnvironmentException failure = null;
    for (Share share : asked) {
      try {
        VectorResetResult result = share.receiveReset();
        if (result != null) {
          results.put(share, result);
        }
      } catch (EnvironmentException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean anyLost() {
    return shares.stream().anyMatch(share -> share.loss() != null);
  }

  /** Makes what was lost again elsewhere, and begins its episodes if asked to. */
  private Repair repair(boolean begin) {
    if (closed) {
      throw new EnvironmentException("the environments were closed; make them again");
    }
    List<Share> lost = shares.stream().filter(share -> share.loss() != null).toList();
    List<ShareMaker.Range> ranges =
        lost.stream().map(share -> new ShareMaker.Range(share.from(), share.to())).toList();
    seeds.nextGeneration();
    List<ShareMaker.Made> made = maker.makeAgain(ranges, begin ? seeds::derived : null);
    List<Share> now = new ArrayList<>(shares);
    now.removeAll(lost);
    made.forEach(each -> now.add(each.share()));
    shares = inOrder(now);
    made.forEach(each -> requireSameSpaces(each.share()));
    return new Repair(numEnvs, lost, made, maker.statuses());
  }

  private void requireUsable(String what) {
    if (closed) {
      throw new EnvironmentException(what + " called after close; make the environments again");
    }
    if (sent) {
      throw new IllegalStateException(
          what + " called while a step is under way; call receive() first");
    }
  }

  @Override
  public void send(Value batch) {
    requireUsable("send");
    List<StepRequest> requests = actions.encode(batch, shares);
    sent = true;
    refusal = null;
    try {
      requireReady();
    } catch (ResetNeededException e) {
      refusal = e; // which receive() throws
      return;
    }
    for (int k = 0; k < shares.size(); k++) {
      Share share = shares.get(k);
      StepRequest request = requests.get(k);
      share.send(() -> share.environments().send(request));
    }
  }

  private void requireReady() {
    if (!begun) {
      throw new ResetNeededException("step called before reset; call reset() first");
    }
    VectorResets.requireNoneOver(over, autoresetMode);
  }

  @Override
  public VectorStepResult receive() {
    if (!sent) {
      throw new IllegalStateException("no step was sent; call send() first");
    }
    sent = false;
    if (refusal != null) {
      throw refusal;
    }
    Map<Share, VectorStepResult> results = new HashMap<>();
    EnvironmentException failure = null;
    for (Share share : shares) {
      try {
        VectorStepResult result = share.receiveStep();
        if (result != null) {
          results.put(share, result);
        }
      } catch (EnvironmentException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      begun = results.isEmpty(); // else some are a step ahead of the others
      throw failure;
    }
    VectorStepResult result = complete(results);
    for (int i = 0; i < numEnvs; i++) {
      over[i] = result.ended(i);
    }
    return result;
  }

  private VectorStepResult complete(Map<Share, VectorStepResult> results) {
    if (!anyLost()) {
      return shares.size() == 1
          ? results.values().iterator().next()
          : SpreadResults.step(observationSpace, shares, results, null);
    }
    begun = false; // until all is there again
    Repair repair = repair(true);
    begun = true;
    repair.addFirstObservations(results);
    return SpreadResults.step(observationSpace, shares, results, repair.interruption());
  }

  /** Draws each environment; one that was lost draws nothing until the next step or reset. */
  @Override
  public List<Rendering> render() {
    requireUsable("render");
    shares.forEach(share -> share.send(() -> share.environments().sendRender()));
    List<Rendering> renderings = new ArrayList<>(numEnvs);
    EnvironmentException failure = null;
    for (Share share : shares) {
      try {
        List<Rendering> drawn =
            share.loss() == null ? share.trying(share.environments()::receiveRender) : null;
        renderings.addAll(
            drawn == null ? Collections.nCopies(share.size(), Rendering.NOTHING) : drawn);
      } catch (EnvironmentException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return renderings;
  }

  /** The sum over the sessions that are open; they work at the same time. */
  BridgeTiming timing() {
    return shares.stream()
        .map(share -> share.environments().timing())
        .reduce(BridgeTiming::plus)
        .orElseThrow();
  }

  @Override
  public void close() {
    closed = true;
    shares.forEach(share -> share.environments().close());
  }
}
