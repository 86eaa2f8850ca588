package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays a vector environment and gives transitions in flat arrays, whatever its autoreset mode.
 *
 * <p>Between {@link #receive} and {@link #advance} the last step can be read: {@link #observations}
 * is what was acted on, {@link #nextObservations} what it led to, before any autoreset.
 *
 * <p>Where an episode was lost with its server the last step is no transition: what was summed of
 * that episode is dropped, and what comes next is a new one. All that is read here was copied: an
 * environment may hand out the same arrays again and again.
 */
final class Rollout implements Stateful {
  private final VectorEnvironment environment;
  private final int numEnvs;
  private final long firstAction;
  private final int[] actionIndices;
  private final long[] actions;

  private final RolloutObservations observations;
  private final EpisodeTally tally;
  private final EpisodeLog log;
  private final EpisodeStarts starts;
  private final FiniteCheck check;
  private final boolean[] whole; // [N], whether the last transition is of finite numbers
  private final double[] rewards;
  private long envSteps;
  private long skipped;
  private ObjIntConsumer<String> onDropped = (reason, episodes) -> {};

  /**
   * A rollout that has not begun.
   *
   * @param bytes whether observations are handed on as bytes, else as floats
   */
  Rollout(VectorEnvironment environment, NanPolicy nanPolicy, boolean bytes) {
    SpaceCheck.requireLearnable(
        environment.spec().id(),
        environment.singleObservationSpace(),
        environment.singleActionSpace());
    this.environment = environment;
    numEnvs = environment.numEnvs();
    firstAction = ((Discrete) environment.singleActionSpace()).start();
    actionIndices = new int[numEnvs];
    actions = new long[numEnvs];
    observations =
        new RolloutObservations(
            new ObservationFlattener(environment.singleObservationSpace(), bytes), numEnvs);
    tally = new EpisodeTally(numEnvs);
    log = new EpisodeLog(numEnvs);
    starts = new EpisodeStarts(environment, observations, tally, log, this::tellOf);
    check = new FiniteCheck(nanPolicy, environment);
    whole = new boolean[numEnvs];
    rewards = new double[numEnvs];
  }

  /** Tells of episodes that were lost with their server: why, as one line, and how many. */
  void onDropped(ObjIntConsumer<String> listener) {
    onDropped = listener;
  }

  /** Is handed each environment whose episode broke off while others began. */
  void onLost(IntConsumer listener) {
    starts.onLost(listener);
  }

  int numEnvs() {
    return numEnvs;
  }

  /** The environment's own time limit; empty when there is none. */
  OptionalInt maxEpisodeSteps() {
    return environment.spec().maxEpisodeSteps();
  }

  /** Counts env steps from here on, for messages; a resumed run begins in the middle. */
  void countFrom(long earlierEnvSteps) {
    envSteps = earlierEnvSteps;
  }

  /** How many transitions were left out since their numbers were not finite. */
  long skipped() {
    return skipped;
  }

  /**
   * Starts all episodes.
   *
   * <p>An environment that begins its episodes by itself (all but {@link AutoresetMode#DISABLED})
   * has seeds for these alone, as many in a row from the first one on.
   *
   * @param seedOfNext the seed of the next episode of an environment, asked for each that begins,
   *     now and later
   */
  void begin(IntToLongFunction seedOfNext) {
    starts.begin(seedOfNext);
    checkStarts();
  }

  private void checkStarts() {
    for (int i = 0; i < numEnvs; i++) {
      check.begin(observations.current(), i, envSteps);
    }
  }

  /**
   * Goes on with the episodes that were read: each environment is brought back to where it was. One
   * that arrives elsewhere begins another episode, and so do all of those that begin episodes by
   * themselves; such an episode is dropped.
   *
   * @param seeds as for {@link #begin}
   */
  void bringBack(IntToLongFunction seeds) {
    int dropped = starts.bringBack(seeds);
    checkStarts();
    if (dropped > 0) {
      onDropped.accept("the environment does not go again as it went before", dropped);
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    log.write(out);
    observations.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    log.read(in);
    observations.read(in);
  }

  /** What to act on, [numEnvs, observationSize]; replaced by {@link #advance}. */
  Observations observations() {
    return observations.current();
  }

  /** Begins a step; actions count from 0, [numEnvs]. */
  void send(int[] indices) {
    for (int i = 0; i < numEnvs; i++) {
      actionIndices[i] = indices[i];
      actions[i] = firstAction + indices[i];
    }
    environment.send(NdArray.of(actions, numEnvs));
  }

  /** Ends the step begun by {@link #send}. */
  void receive() {
    VectorStepResult result = environment.receive();
    System.arraycopy(result.rewards(), 0, rewards, 0, numEnvs);
    observations.receive(result);
    tellOf(result.interruption(), tally.add(result));
    checkNumbers();
  }

  private void checkNumbers() {
    for (int i = 0; i < numEnvs; i++) {
      if (isTransition(i)) {
        envSteps++;
        whole[i] =
            check.reward(rewards[i], i, envSteps)
                && check.observation(observations.next(), i, envSteps)
                && check.startsWhole(i);
        skipped += whole[i] ? 0 : 1;
      }
    }
  }

  private void tellOf(@Nullable InterruptedEpisodes interruption, int dropped) {
    if (interruption != null) {
      onDropped.accept(interruption.reason(), dropped);
    }
  }

  /**
   * Whether the last step of environment i was one: neither the reset that NEXT_STEP makes of it,
   * nor lost with its server.
   */
  boolean isTransition(int i) {
    return tally.isTransition(i);
  }

  /** Whether the last step of environment i was a transition that can be learned from. */
  boolean isLearnable(int i) {
    return isTransition(i) && whole[i];
  }

  /** What the last step led to, before any autoreset, [numEnvs, observationSize]. */
  Observations nextObservations() {
    return observations.next();
  }

  double reward(int i) {
    return rewards[i];
  }

  boolean terminated(int i) {
    return tally.terminated(i);
  }

  boolean truncated(int i) {
    return tally.truncated(i);
  }

  /**
   * The seed that the episode of environment i began with; {@link EpisodeLog#UNKNOWN_SEED} where
   * the environment began it by itself.
   */
  long episodeSeed(int i) {
    return log.seed(i);
  }

  /** What was done in the episode of environment i, the last step included, counted from 0. */
  int[] episodeActions(int i) {
    return log.actionsWith(i, actionIndices[i]);
  }

  /** Whether the last step of environment i ended its episode. */
  boolean ended(int i) {
    return tally.ended(i);
  }

  /** The undiscounted return of the episode of environment i so far, the last step included. */
  double episodeReturn(int i) {
    return tally.episodeReturn(i);
  }

  /** The env steps of the episode of environment i so far, the last step included. */
  long episodeLength(int i) {
    return tally.episodeLength(i);
  }

  /** Makes what the last step led to what is acted on, starting new episodes where one ended. */
  void advance() {
    boolean[] over = null; // [N], made where one is
    for (int i = 0; i < numEnvs; i++) {
      if (tally.episodeGoesOn(i)) {
        log.step(i, actionIndices[i], tally.episodeReturn(i));
      } else if (tally.needsEpisode(i)) {
        log.begin(i, EpisodeLog.UNKNOWN_SEED);
        over = over == null ? new boolean[numEnvs] : over;
        over[i] = true;
      }
    }
    observations.advance();
    tally.advance(environment.autoresetMode());
    if (over != null && starts.areSeeded()) {
      starts.begin(over);
    }
    checkStarts();
  }

  /** Whether every environment stands at the beginning of an episode, after {@link #advance}. */
  boolean episodesBegin() {
    for (int i = 0; i < numEnvs; i++) {
      if (tally.episodeLength(i) > 0) {
        return false;
      }
    }
    return true;
  }
}
