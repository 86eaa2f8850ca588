package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plays a vector environment and gives transitions in flat arrays, whatever its autoreset mode.
 *
 * <p>Between {@link #receive} and {@link #advance} the last step can be read: {@link #observations}
 * is what was acted on, {@link #nextObservations} what it led to, before any autoreset.
 */
final class Rollout {
  private final VectorEnvironment environment;
  private final int numEnvs;
  private final Space observationSpace;
  private final int observationSize;
  private final long firstAction;
  private final long[] actions;

  private float[] observations;
  private float[] nextObservations;
  // What to act on next: nextObservations, but the first of a new episode where one ended.
  private float[] upcoming;
  private final boolean[] startsEpisode;
  private final double[] returns;
  private final long[] lengths;
  private double[] rewards = new double[0];
  private boolean[] terminated = new boolean[0];
  private boolean[] truncated = new boolean[0];

  Rollout(VectorEnvironment environment) {
    SpaceCheck.requireLearnable(
        environment.spec().id(),
        environment.singleObservationSpace(),
        environment.singleActionSpace());
    this.environment = environment;
    numEnvs = environment.numEnvs();
    observationSpace = environment.singleObservationSpace();
    observationSize = observationSpace.flatSize();
    firstAction = ((Discrete) environment.singleActionSpace()).start();
    actions = new long[numEnvs];
    observations = new float[numEnvs * observationSize];
    nextObservations = new float[numEnvs * observationSize];
    upcoming = new float[numEnvs * observationSize];
    startsEpisode = new boolean[numEnvs];
    returns = new double[numEnvs];
    lengths = new long[numEnvs];
  }

  int numEnvs() {
    return numEnvs;
  }

  int observationSize() {
    return observationSize;
  }

  /** Starts all episodes; environment i is seeded with {@code seed + i}. */
  void reset(long seed) {
    observationSpace.flattenBatch(environment.reset(seed).observation(), numEnvs, observations);
    Arrays.fill(startsEpisode, false);
    Arrays.fill(returns, 0);
    Arrays.fill(lengths, 0);
  }

  /** What to act on, [numEnvs, observationSize]; replaced by {@link #advance}. */
  float[] observations() {
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
    rewards = result.rewards();
    terminated = result.terminated();
    truncated = result.truncated();
    observationSpace.flattenBatch(result.observation(), numEnvs, nextObservations);
    System.arraycopy(nextObservations, 0, upcoming, 0, upcoming.length);
    if (result.finalObservation() != null) {
      placeFinalObservations(result.finalObservation());
    }
    for (int i = 0; i < numEnvs; i++) {
      if (!startsEpisode[i]) {
        returns[i] += rewards[i];
        lengths[i]++;
      }
    }
  }

  /** Under SAME_STEP the step's observation is already the next episode's. */
  private void placeFinalObservations(Value finalObservation) {
    int ended = 0;
    for (int i = 0; i < numEnvs; i++) {
      ended += terminated[i] || truncated[i] ? 1 : 0;
    }
    float[] finals = new float[ended * observationSize];
    observationSpace.flattenBatch(finalObservation, ended, finals);
    int row = 0;
    for (int i = 0; i < numEnvs; i++) {
      if (terminated[i] || truncated[i]) {
        System.arraycopy(
            finals, row * observationSize, nextObservations, i * observationSize, observationSize);
        row++;
      }
    }
  }

  /** Whether the last step of environment i was one: not the reset that NEXT_STEP makes of it. */
  boolean isTransition(int i) {
    return !startsEpisode[i];
  }

  /** What the last step led to, before any autoreset, [numEnvs, observationSize]. */
  float[] nextObservations() {
    return nextObservations;
  }

  double reward(int i) {
    return rewards[i];
  }

  boolean terminated(int i) {
    return terminated[i];
  }

  boolean truncated(int i) {
    return truncated[i];
  }

  /** Whether the last step of environment i ended its episode. */
  boolean ended(int i) {
    return isTransition(i) && (terminated[i] || truncated[i]);
  }

  /** The undiscounted return of the episode of environment i so far, the last step included. */
  double episodeReturn(int i) {
    return returns[i];
  }

  /** The env steps of the episode of environment i so far, the last step included. */
  long episodeLength(int i) {
    return lengths[i];
  }

  /** Makes what the last step led to what is acted on, starting new episodes where one ended. */
  void advance() {
    List<Boolean> mask = new ArrayList<>();
    boolean anyEnded = false;
    for (int i = 0; i < numEnvs; i++) {
      boolean ended = ended(i);
      startsEpisode[i] = ended && environment.autoresetMode() == AutoresetMode.NEXT_STEP;
      if (ended) {
        returns[i] = 0;
        lengths[i] = 0;
        anyEnded = true;
      }
      mask.add(ended);
    }
    if (anyEnded && environment.autoresetMode() == AutoresetMode.DISABLED) {
      Value first = environment.reset(VectorResetOptions.masked(mask)).observation();
      observationSpace.flattenBatch(first, numEnvs, upcoming);
    }
    float[] acted = observations;
    observations = upcoming;
    upcoming = acted;
  }
}
