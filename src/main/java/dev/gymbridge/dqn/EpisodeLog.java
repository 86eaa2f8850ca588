package dev.gymbridge.dqn;

import java.util.Arrays;

/**
 * The episodes under way: the seed that each began with, and what was done in it since. That is all
 * it takes to bring an environment back to where it stands.
 */
final class EpisodeLog {
  /** The seed of an episode that an environment began by itself. */
  static final long UNKNOWN_SEED = -1;

  private final long[] seeds;
  private final int[] lengths;
  private final int[][] actions;
  private final double[] returns;

  EpisodeLog(int numEnvs) {
    seeds = new long[numEnvs];
    Arrays.fill(seeds, UNKNOWN_SEED);
    lengths = new int[numEnvs];
    actions = new int[numEnvs][16];
    returns = new double[numEnvs];
  }

  /** Environment i begins an episode. */
  void begin(int i, long seed) {
    seeds[i] = seed;
    lengths[i] = 0;
    returns[i] = 0;
  }

  /** Environment i took a step that did not end its episode. */
  void step(int i, int action, double episodeReturn) {
    if (lengths[i] == actions[i].length) {
      actions[i] = Arrays.copyOf(actions[i], 2 * lengths[i]);
    }
    actions[i][lengths[i]++] = action;
    returns[i] = episodeReturn;
  }

  long seed(int i) {
    return seeds[i];
  }

  int length(int i) {
    return lengths[i];
  }

  int action(int i, int step) {
    return actions[i][step];
  }

  double episodeReturn(int i) {
    return returns[i];
  }
}
