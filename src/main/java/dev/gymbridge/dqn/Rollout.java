package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.replay.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
final class Rollout {
  private final VectorEnvironment environment;
  private final int numEnvs;
  private final ObservationFlattener flattener;
  private final long firstAction;
  private final long[] actions;

  private Observations observations;
  private final Observations nextObservations;
  // What to act on next: nextObservations, but the first of a new episode where one ended.
  private Observations upcoming;
  private final Observations finals; // the last of the episodes that ended
  private final EpisodeTally tally;
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
    actions = new long[numEnvs];
    flattener = new ObservationFlattener(environment.singleObservationSpace(), bytes);
    observations = flattener.allocate(numEnvs);
    nextObservations = flattener.allocate(numEnvs);
    upcoming = flattener.allocate(numEnvs);
    finals = flattener.allocate(numEnvs);
    tally = new EpisodeTally(numEnvs);
    check = new FiniteCheck(nanPolicy, environment);
    whole = new boolean[numEnvs];
    rewards = new double[numEnvs];
  }

  /** Tells of episodes that were lost with their server: why, as one line, and how many. */
  void onDropped(ObjIntConsumer<String> listener) {
    onDropped = listener;
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

  /** Starts all episodes; environment i is seeded with {@code seed + i}. */
  void reset(long seed) {
    flattener.flatten(environment.reset(seed).observation(), numEnvs, observations);
    tally.reset();
    for (int i = 0; i < numEnvs; i++) {
      check.begin(observations, i, envSteps);
    }
  }

  /** What to act on, [numEnvs, observationSize]; replaced by {@link #advance}. */
  Observations observations() {
    return observations;
  }

  /** Begins a step; actions count from 0, [numEnvs]. */
  void send(int[] actionIndices) {
    for (int i = 0; i < numEnvs; i++) {
      actions[i] = firstAction + actionIndices[i];
    }
    environment.send(NdArray.of(actions, numEnvs));
  }

  /** Ends the step begun by {@link #send}. */
  void receive() {
    VectorStepResult result = environment.receive();
    System.arraycopy(result.rewards(), 0, rewards, 0, numEnvs);
    flattener.flatten(result.observation(), numEnvs, nextObservations);
    for (int i = 0; i < numEnvs; i++) {
      nextObservations.copyRow(i, upcoming, i);
    }
    if (result.finalObservation() != null) {
      placeFinalObservations(result.finalObservation(), result);
    }
    tellOf(result.interruption(), tally.add(result));
    checkNumbers();
  }

  private void checkNumbers() {
    for (int i = 0; i < numEnvs; i++) {
      if (isTransition(i)) {
        envSteps++;
        whole[i] =
            check.reward(rewards[i], i, envSteps)
                && check.observation(nextObservations, i, envSteps)
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

  /** Under SAME_STEP the step's observation is already the next episode's. */
  private void placeFinalObservations(Value finalObservation, VectorStepResult result) {
    int ended = 0;
    for (int i = 0; i < numEnvs; i++) {
      ended += result.ended(i) ? 1 : 0;
    }
    flattener.flatten(finalObservation, ended, finals);
    int row = 0;
    for (int i = 0; i < numEnvs; i++) {
      if (result.ended(i)) {
        finals.copyRow(row, nextObservations, i);
        row++;
      }
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
    return nextObservations;
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
    if (environment.autoresetMode() == AutoresetMode.DISABLED && anyEnded()) {
      resetEnded();
    } else {
      tally.advance(environment.autoresetMode());
    }
    for (int i = 0; i < numEnvs; i++) {
      check.begin(upcoming, i, envSteps);
    }
    Observations acted = observations;
    observations = upcoming;
    upcoming = acted;
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

  private boolean anyEnded() {
    for (int i = 0; i < numEnvs; i++) {
      if (ended(i)) {
        return true;
      }
    }
    return false;
  }

  private void resetEnded() {
    List<Boolean> mask = new ArrayList<>(numEnvs);
    for (int i = 0; i < numEnvs; i++) {
      mask.add(ended(i));
    }
    tally.advance(AutoresetMode.DISABLED);
    VectorResetResult first = environment.reset(VectorResetOptions.masked(mask));
    flattener.flatten(first.observation(), numEnvs, upcoming);
    tellOf(first.interruption(), tally.drop(first.interruption()));
  }
}
