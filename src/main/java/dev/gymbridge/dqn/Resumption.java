package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings environments back to where their episodes were: each is reset with the seed of its
 * episode, and then done with as was done before.
 *
 * <p>A vector steps all of its environments, so an episode begins the later the shorter it is, and
 * all arrive together; until its turn comes an environment plays what nobody looks at.
 */
final class Resumption {
  private final VectorEnvironment environment;
  private final EpisodeLog log;
  private final long firstAction;
  private final int numEnvs;
  private final int longest;
  private final double[] returns; // [N], of the episodes played again so far
  private final boolean[] astray; // [N], whose episode does not go as it went

  /**
   * For an environment of {@link AutoresetMode#DISABLED} whose episodes all have known seeds.
   *
   * @param firstAction of the environment, the action 0 of the log
   */
  Resumption(VectorEnvironment environment, EpisodeLog log, long firstAction) {
    this.environment = environment;
    this.log = log;
    this.firstAction = firstAction;
    numEnvs = environment.numEnvs();
    int most = 0;
    for (int i = 0; i < numEnvs; i++) {
      most = Math.max(most, log.length(i));
    }
    longest = most;
    returns = new double[numEnvs];
    astray = new boolean[numEnvs];
  }

  /** Plays; returns the observations arrived at, a value of the batched space. */
  Value play() {
    boolean[] begins = new boolean[numEnvs];
    java.util.Arrays.fill(begins, true);
    Value observation = begin(begins, 0);
    for (int t = 0; t < longest; t++) {
      VectorStepResult result = environment.step(actionsAt(t));
      observation = result.observation();
      note(result, t);
      boolean any = false;
      for (int i = 0; i < numEnvs; i++) {
        begins[i] = result.ended(i) || beginsAt(i) == t + 1;
        any |= begins[i];
      }
      if (any) {
        observation = begin(begins, t + 1);
      }
    }
    for (int i = 0; i < numEnvs; i++) {
      astray[i] |= Double.compare(returns[i], log.episodeReturn(i)) != 0;
    }
    return observation;
  }

  /** The step before which the episode of environment i begins. */
  private int beginsAt(int i) {
    return longest - log.length(i);
  }

  private NdArray actionsAt(int t) {
    long[] actions = new long[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      int step = t - beginsAt(i);
      actions[i] = firstAction + (step < 0 ? 0 : log.action(i, step));
    }
    return NdArray.of(actions, numEnvs);
  }

  private void note(VectorStepResult result, int t) {
    for (int i = 0; i < numEnvs; i++) {
      if (t >= beginsAt(i)) {
        double reward = result.rewards()[i];
        returns[i] += Double.isFinite(reward) ? reward : 0;
        astray[i] |= result.ended(i);
      }
    }
    noteLost(result.interruption(), t);
  }

  private void noteLost(@Nullable InterruptedEpisodes lost, int t) {
    for (int i = 0; lost != null && i < numEnvs; i++) {
      astray[i] |= lost.environments()[i] && t >= beginsAt(i);
    }
  }

  private Value begin(boolean[] which, int t) {
    List<Boolean> mask = new ArrayList<>(numEnvs);
    List<OptionalLong> seeds = new ArrayList<>(numEnvs);
    for (int i = 0; i < numEnvs; i++) {
      mask.add(which[i]);
      seeds.add(which[i] ? OptionalLong.of(log.seed(i)) : OptionalLong.empty());
    }
    VectorResetResult first =
        environment.reset(
            new VectorResetOptions(seeds, null, mask.contains(false) ? mask : List.of()));
    noteLost(first.interruption(), t);
    return first.observation();
  }

  /** Whether the episode of environment i did not go as it went before; after {@link #play}. */
  boolean isAstray(int i) {
    return astray[i];
  }
}
