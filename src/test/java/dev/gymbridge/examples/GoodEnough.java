package dev.gymbridge.examples;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Ends a training once ten episodes in a row were good enough. */
final class GoodEnough implements TrainingListener {
  private static final int IN_A_ROW = 10;

  private final double wanted;
  private int good;

  GoodEnough(double wanted) {
    this.wanted = wanted;
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    good = event.episodeReturn() >= wanted ? good + 1 : 0;
  }

  @Override
  public @Nullable String stopReason() {
    return good < IN_A_ROW ? null : "ten episodes in a row reached " + wanted;
  }
}
