package dev.gymbridge.dqn;

import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The episodes under way: the seed that each began with, and what was done in it since. That is all
 * it takes to bring an environment back to where it stands.
 */
final class EpisodeLog implements Stateful {
  /** The seed of an episode that an environment began by itself. */
  static final long UNKNOWN_SEED = -1;

  private final long[] seeds;
  private final int[] lengths;
  private final int[][] actions;
  private final double[] returns;
  private final boolean[] observed; // whether the first observation came; a reset may fail

  EpisodeLog(int numEnvs) {
    seeds = new long[numEnvs];
    Arrays.fill(seeds, UNKNOWN_SEED);
    lengths = new int[numEnvs];
    actions = new int[numEnvs][16];
    returns = new double[numEnvs];
    observed = new boolean[numEnvs];
  }

  /** Environment i begins an episode. */
  void begin(int i, long seed) {
    seeds[i] = seed;
    lengths[i] = 0;
    returns[i] = 0;
    observed[i] = false;
  }

  /** All that began are there: their first observations came. */
  void observed() {
    Arrays.fill(observed, true);
  }

  boolean isObserved(int i) {
    return observed[i];
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

  /** The actions of the episode of environment i, and one more. */
  int[] actionsWith(int i, int last) {
    int[] all = Arrays.copyOf(actions[i], lengths[i] + 1);
    all[lengths[i]] = last;
    return all;
  }

  double episodeReturn(int i) {
    return returns[i];
  }

  @Override
  public void write(DataOutput out) throws IOException {
    for (int i = 0; i < seeds.length; i++) {
      out.writeLong(seeds[i]);
      out.writeBoolean(observed[i]);
      out.writeDouble(returns[i]);
      out.writeInt(lengths[i]);
      for (int step = 0; step < lengths[i]; step++) {
        out.writeInt(actions[i][step]);
      }
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = in.readLong();
      observed[i] = in.readBoolean();
      double episodeReturn = in.readDouble();
      int length = in.readInt();
      if (length < 0) {
        throw new IOException("an episode cannot have %d steps".formatted(length));
      }
      lengths[i] = 0;
      returns[i] = episodeReturn;
      while (lengths[i] < length) {
        step(i, in.readInt(), episodeReturn);
      }
    }
  }
}
