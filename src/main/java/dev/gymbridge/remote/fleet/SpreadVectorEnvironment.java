package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorResets;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.session.BridgeTiming;
import dev.gymbridge.remote.session.RemoteVectorEnvironment;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.session.Timed;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.StepMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vector of environments spread over several servers, or over several lanes of one, a contiguous
 * share on each, that goes on when a server dies, or the process of some environments.
 *
 * <p>All shares work at the same time: each request goes to all before the first reply is waited
 * for. Environment i has the same seed, and so the same episodes, wherever it is.
 *
 * <p>The environments of a server that is lost are made again on the others at the next step or
 * reset, and begin new episodes, with seeds derived from those of the last reset of all. They stay
 * there: shares do not move back to a server that returns, which is used for what is made later.
 * Environments whose process died, or that met the server's time limit, are made again on whichever
 * server lives, also on the only one, and when no server lives, on the first that is back in time;
 * but not without end, see {@link Losses}.
 *
 * <p>What a vector on one server refuses before anything is stepped, wrong actions and steps before
 * a reset, is refused here before anything is sent. When an environment raises, the others were
 * stepped, and all must be reset.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class SpreadVectorEnvironment implements VectorEnvironment, Timed {
  private final Shares shares;
  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final RemoteVectorEnvironment first; // of the shares that were made first
  private final SpreadActions actions;
  private final SpreadSeeds seeds;
  private final Losses losses = new Losses();
  private final CallOrder order;
  private volatile @Nullable String outage;

  private SpreadVectorEnvironment(Shares shares, AutoresetMode autoresetMode, int numEnvs) {
    this.shares = shares;
    this.autoresetMode = autoresetMode;
    this.numEnvs = numEnvs;
    first = shares.all().get(0).environments();
    actions = new SpreadActions(first.singleActionSpace(), numEnvs);
    seeds = new SpreadSeeds(numEnvs);
    order = new CallOrder(autoresetMode, numEnvs);
  }

  /**
   * Makes the environments on all servers that answer.
   *
   * @param lanes over how many lanes they are spread where there is one server, of this machine;
   *     null for as many as pay
   */
  public static SpreadVectorEnvironment make(
      SessionServers servers, MakeMessages.Vector asked, int numEnvs, @Nullable Integer lanes) {
    Shares shares = Shares.make(new ShareMaker(servers, asked, lanes), numEnvs);
    return new SpreadVectorEnvironment(shares, asked.autoresetMode(), numEnvs);
  }

  @Override
  public int numEnvs() {
    return numEnvs;
  }

  @Override
  public EnvironmentSpec spec() {
    return first.spec();
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Space singleObservationSpace() {
    return first.singleObservationSpace();
  }

  @Override
  public Space singleActionSpace() {
    return first.singleActionSpace();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    order.requireUsable("reset");
    VectorResets.seeds(options, numEnvs);
    order.resetBegins(options.mask());
    boolean all = !options.mask().contains(false);
    if (all) {
      seeds.remember(options);
    }
    Map<Share, VectorResetResult> results = new HashMap<>();
    InterruptedEpisodes interruption = null;
    while (true) {
      if (shares.anyLost()) {
        Repair repair = repair(!all);
        interruption = all ? null : repair.interruptionOutside(options.mask(), interruption);
      }
      shares.reset(options, results);
      if (!shares.anyLost()) {
        order.resetEnds(options.mask());
        return SpreadResults.reset(singleObservationSpace(), shares.all(), results, interruption);
      }
    }
  }

  /** Makes what was lost again elsewhere, and begins its episodes if asked to. */
  private Repair repair(boolean begin) {
    losses.add(spec().id(), shares.lastLoss());
    seeds.nextGeneration();
    outage = shares.lastLoss();
    try {
      return shares.repair(begin ? seeds::derived : null);
    } finally {
      outage = null;
    }
  }

  @Override
  public Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public void send(Value batch) {
    order.requireUsable("send");
    List<StepMessage> requests = actions.encode(batch, shares.all());
    if (!order.stepIsSent()) {
      return;
    }
    for (int k = 0; k < requests.size(); k++) {
      Share share = shares.all().get(k);
      StepMessage request = requests.get(k);
      share.send(() -> share.environments().send(request));
    }
  }

  @Override
  public VectorStepResult receive() {
    order.stepArrives();
    Map<Share, VectorStepResult> results = new HashMap<>();
    try {
      shares.withEach(
          share -> {
            VectorStepResult result = share.receiveStep();
            if (result != null) {
              results.put(share, result);
            }
          });
    } catch (EnvironmentException e) {
      if (!results.isEmpty()) {
        order.breaksOff();
      }
      throw e;
    }
    VectorStepResult result = complete(results);
    order.stepEnds(result);
    return result;
  }

  private VectorStepResult complete(Map<Share, VectorStepResult> results) {
    if (!shares.anyLost()) {
      VectorStepResult result =
          shares.all().size() == 1
              ? results.values().iterator().next()
              : SpreadResults.step(singleObservationSpace(), shares.all(), results, null);
      losses.noteStep(result);
      return result;
    }
    order.breaksOff(); // until all is there again
    Repair repair = repair(true);
    repair.addFirstObservations(results);
    return SpreadResults.step(
        singleObservationSpace(), shares.all(), results, repair.interruption());
  }

  /** Draws each environment; one that was lost draws nothing until the next step or reset. */
  @Override
  public List<Rendering> render() {
    order.requireUsable("render");
    shares.withEach(share -> share.send(() -> share.environments().sendRender()));
    List<Rendering> renderings = new ArrayList<>(numEnvs);
    shares.withEach(
        share -> {
          List<Rendering> drawn =
              share.loss() == null ? share.trying(share.environments()::receiveRender) : null;
          renderings.addAll(
              drawn == null ? Collections.nCopies(share.size(), Rendering.NOTHING) : drawn);
        });
    return renderings;
  }

  /** Of the sessions that are open, which work at the same time, what took longest. */
  @Override
  public BridgeTiming timing() {
    return shares.all().stream()
        .map(share -> share.environments().timing())
        .reduce(BridgeTiming::beside)
        .orElseThrow();
  }

  @Override
  public void close() {
    order.close();
    shares.close();
  }
}
