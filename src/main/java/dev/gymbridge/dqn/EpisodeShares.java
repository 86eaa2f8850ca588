package dev.gymbridge.dqn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which environment plays which of the episodes of an evaluation, and what they gave.
 *
 * <p>Each environment plays a fixed share, decided beforehand: taking whichever end first would
 * favour short ones.
 */
final class EpisodeShares {
  private final int numEnvs;
  private final int[] share; // [N], episodes to play
  private final int[] played; // [N]
  private final boolean[] cut; // [episodes], whether it was cut off
  private final boolean[] waits; // [N], whose episode was cut off and has not ended by itself
  private final List<Double> returns;
  private final List<Integer> lengths;
  private int episodes;
  private int left;

  EpisodeShares(int episodes, int numEnvs) {
    this.numEnvs = numEnvs;
    this.episodes = episodes;
    share = new int[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      share[i] = episodes / numEnvs + (i < episodes % numEnvs ? 1 : 0);
    }
    played = new int[numEnvs];
    waits = new boolean[numEnvs];
    cut = new boolean[episodes];
    returns = new ArrayList<>(Collections.nCopies(episodes, 0.0));
    lengths = new ArrayList<>(Collections.nCopies(episodes, 0));
    left = episodes;
  }

  boolean anyLeft() {
    return left > 0;
  }

  /** Takes note of the last step of every environment; an episode of {@code limit} steps is cut. */
  void note(Rollout rollout, long limit) {
    for (int i = 0; i < numEnvs; i++) {
      boolean ended = rollout.ended(i);
      if (waits[i]) {
        // The episode that was cut off is over at last, and the next one begins by itself.
        waits[i] = !ended;
      } else if (played[i] < share[i] && (ended || rollout.episodeLength(i) >= limit)) {
        cut[nextOf(i)] = !ended;
        record(i, rollout.episodeReturn(i), rollout.episodeLength(i));
        waits[i] = !ended;
      }
    }
  }

  /** The number, from 0, of the episode that environment i plays next. */
  int nextOf(int i) {
    return played[i] * numEnvs + i;
  }

  /**
   * Ends with the round that the slowest environment is in, so that the shares stay equal; what
   * others played beyond it does not count.
   */
  void endWithThisRound(Rollout rollout) {
    int rounds = Integer.MAX_VALUE;
    for (int i = 0; i < numEnvs; i++) {
      boolean plays = played[i] < share[i] && !waits[i] && !rollout.ended(i);
      rounds = Math.min(rounds, Math.max(1, played[i] + (plays ? 1 : 0)));
    }
    episodes = Math.min(episodes, rounds * numEnvs);
    left = 0;
    for (int i = 0; i < numEnvs; i++) {
      share[i] = Math.min(share[i], rounds);
      left += Math.max(0, share[i] - played[i]);
    }
  }

  private void record(int i, double episodeReturn, long length) {
    int place = nextOf(i);
    returns.set(place, episodeReturn);
    lengths.set(place, Math.toIntExact(length));
    played[i]++;
    left--;
  }

  /** Whether every environment that has episodes left can only begin them with a reset of all. */
  boolean allWait() {
    for (int i = 0; i < numEnvs; i++) {
      if (played[i] < share[i] && !waits[i]) {
        return false;
      }
    }
    return true;
  }

  /** All environments were reset. */
  void reset() {
    java.util.Arrays.fill(waits, false);
  }

  Evaluation toEvaluation() {
    int cutOff = 0;
    for (int place = 0; place < episodes; place++) {
      cutOff += cut[place] ? 1 : 0;
    }
    return new Evaluation(returns.subList(0, episodes), lengths.subList(0, episodes), cutOff);
  }
}
