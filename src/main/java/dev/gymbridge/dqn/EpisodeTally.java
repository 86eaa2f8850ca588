package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorStepResult;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums up the episodes of N environments, and knows which of their steps are transitions. */
final class EpisodeTally {
  private final int numEnvs;
  private final double[] returns;
  private final long[] lengths;
  // The next step of the environment only resets it: its episode is over, under NEXT_STEP.
  private final boolean[] startsEpisode;
  private final boolean[] interrupted;
  private final boolean[] terminated;
  private final boolean[] truncated;

  EpisodeTally(int numEnvs) {
    this.numEnvs = numEnvs;
    returns = new double[numEnvs];
    lengths = new long[numEnvs];
    startsEpisode = new boolean[numEnvs];
    interrupted = new boolean[numEnvs];
    terminated = new boolean[numEnvs];
    truncated = new boolean[numEnvs];
  }

  /** All episodes start. */
  void reset() {
    Arrays.fill(startsEpisode, false);
    Arrays.fill(interrupted, false);
    Arrays.fill(returns, 0);
    Arrays.fill(lengths, 0);
  }

  /** The episode of environment i goes on where it was. */
  void resume(int i, double episodeReturn, long length) {
    returns[i] = episodeReturn;
    lengths[i] = length;
  }

  /**
   * Adds a step; a reward that is not finite is left out of the return.
   *
   * @return how many episodes were lost in the step
   */
  int add(VectorStepResult result) {
    System.arraycopy(result.terminated(), 0, terminated, 0, numEnvs);
    System.arraycopy(result.truncated(), 0, truncated, 0, numEnvs);
    int dropped = drop(result.interruption());
    for (int i = 0; i < numEnvs; i++) {
      if (isTransition(i)) {
        double reward = result.rewards()[i];
        returns[i] += Double.isFinite(reward) ? reward : 0;
        lengths[i]++;
      }
    }
    return dropped;
  }

  /** Forgets what was summed of lost episodes; returns how many there were. */
  int drop(@Nullable InterruptedEpisodes interruption) {
    Arrays.fill(interrupted, false);
    int dropped = 0;
    for (int i = 0; interruption != null && i < numEnvs; i++) {
      if (interruption.environments()[i]) {
        interrupted[i] = true;
        returns[i] = 0;
        lengths[i] = 0;
        // Under NEXT_STEP an episode that had ended, and was counted, is not lost.
        dropped += startsEpisode[i] ? 0 : 1;
      }
    }
    return dropped;
  }

  /** Starts new episodes where one ended. */
  void advance(AutoresetMode autoresetMode) {
    for (int i = 0; i < numEnvs; i++) {
      boolean ended = ended(i);
      startsEpisode[i] = ended && autoresetMode == AutoresetMode.NEXT_STEP;
      if (ended) {
        returns[i] = 0;
        lengths[i] = 0;
      }
    }
  }

  boolean isTransition(int i) {
    return !startsEpisode[i] && !interrupted[i];
  }

  /** Whether the last step was one of an episode that is not over. */
  boolean episodeGoesOn(int i) {
    return isTransition(i) && !ended(i);
  }

  /** Whether the episode of environment i is over, or was lost. */
  boolean needsEpisode(int i) {
    return interrupted[i] || ended(i);
  }

  boolean terminated(int i) {
    return terminated[i];
  }

  boolean truncated(int i) {
    return truncated[i];
  }

  boolean ended(int i) {
    return isTransition(i) && (terminated[i] || truncated[i]);
  }

  double episodeReturn(int i) {
    return returns[i];
  }

  long episodeLength(int i) {
    return lengths[i];
  }
}
