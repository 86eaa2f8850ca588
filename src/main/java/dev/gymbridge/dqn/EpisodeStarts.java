package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.space.Discrete;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins the episodes of a rollout, each with its own seed, or brings them back to where they were.
 */
final class EpisodeStarts {
  private final VectorEnvironment environment;
  private final int numEnvs;
  private final RolloutObservations observations;
  private final EpisodeTally tally;
  private final EpisodeLog log;
  private final ObjIntConsumer<InterruptedEpisodes> onDropped;
  private IntConsumer onLost = i -> {};
  private IntToLongFunction seedOfNext = i -> i;

  /**
   * Starts of one rollout, whose parts these are.
   *
   * @param onDropped told of episodes that were lost while others began, and how many had begun
   */
  EpisodeStarts(
      VectorEnvironment environment,
      RolloutObservations observations,
      EpisodeTally tally,
      EpisodeLog log,
      ObjIntConsumer<InterruptedEpisodes> onDropped) {
    this.environment = environment;
    numEnvs = environment.numEnvs();
    this.observations = observations;
    this.tally = tally;
    this.log = log;
    this.onDropped = onDropped;
  }

  /** Is handed each environment whose episode broke off. */
  void onLost(IntConsumer listener) {
    onLost = listener;
  }

  /** Whether each episode has a seed: not where the environment begins its episodes by itself. */
  boolean areSeeded() {
    return environment.autoresetMode() == AutoresetMode.DISABLED;
  }

  /** Starts all episodes; see {@link Rollout#begin}. */
  void begin(IntToLongFunction seeds) {
    seedOfNext = seeds;
    tally.reset();
    if (areSeeded()) {
      boolean[] all = new boolean[numEnvs];
      Arrays.fill(all, true);
      begin(all);
    } else {
      long first = seeds.applyAsLong(0);
      for (int i = 0; i < numEnvs; i++) {
        log.begin(i, first + i);
      }
      observations.begin(environment.reset(first).observation());
    }
  }

  /** Begins episodes, and again those that are lost meanwhile. */
  void begin(boolean[] which) {
    boolean[] begin = which;
    while (begin != null) {
      List<Boolean> mask = new ArrayList<>(numEnvs);
      List<OptionalLong> seeds = new ArrayList<>(numEnvs);
      for (int i = 0; i < numEnvs; i++) {
        mask.add(begin[i]);
        if (begin[i]) {
          log.begin(i, seedOfNext.applyAsLong(i));
        }
        seeds.add(begin[i] ? OptionalLong.of(log.seed(i)) : OptionalLong.empty());
      }
      VectorResetResult first =
          environment.reset(
              new VectorResetOptions(seeds, null, mask.contains(false) ? mask : List.of()));
      observations.begin(first.observation());
      log.observed();
      begin = lostIn(first);
    }
  }

  private boolean @Nullable [] lostIn(VectorResetResult first) {
    InterruptedEpisodes interruption = first.interruption();
    if (interruption == null) {
      return null;
    }
    onDropped.accept(interruption, tally.drop(interruption));
    tellOfLost(interruption.environments());
    return interruption.environments();
  }

  private void tellOfLost(boolean[] lost) {
    for (int i = 0; i < numEnvs; i++) {
      if (lost[i]) {
        onLost.accept(i);
      }
    }
  }

  /**
   * Goes on with the episodes that were read; see {@link Rollout#bringBack}.
   *
   * @return how many are dropped
   */
  int bringBack(IntToLongFunction seeds) {
    boolean[] astray = new boolean[numEnvs]; // [N]
    int dropped = 0;
    if (areSeeded()) {
      seedOfNext = seeds;
      tally.reset();
      dropped = bringBackBySeed(astray);
    } else {
      for (int i = 0; i < numEnvs; i++) {
        astray[i] = true;
        dropped += log.length(i) > 0 ? 1 : 0;
      }
      begin(seeds);
    }
    tellOfLost(astray);
    return dropped;
  }

  private int bringBackBySeed(boolean[] astray) {
    long firstAction = ((Discrete) environment.singleActionSpace()).start();
    Resumption resumption = new Resumption(environment, log, firstAction);
    boolean[] same = observations.replace(resumption.play());
    int dropped = 0;
    for (int i = 0; i < numEnvs; i++) {
      boolean arrived = !log.isObserved(i) || same[i];
      astray[i] = resumption.isAstray(i) || !arrived;
      dropped += astray[i] ? 1 : 0;
      tally.resume(i, log.episodeReturn(i), log.length(i));
    }
    log.observed();
    if (dropped > 0) {
      tally.drop(new InterruptedEpisodes(astray, ""));
      begin(astray);
    }
    return dropped;
  }
}
