package dev.gymbridge.env.classic;

import dev.gymbridge.env.ResetNeededException;

/** Where an environment stands between reset and the end of an episode. */
enum EpisodeState {
  NOT_BEGUN,
  RUNNING,
  OVER;

  /**
   * Lets a step through only while an episode runs.
   *
   * @throws ResetNeededException if none does
   */
  void requireRunning() {
    if (this == NOT_BEGUN) {
      throw new ResetNeededException("step called before reset; call reset() first");
    }
    if (this == OVER) {
      throw new ResetNeededException(
          "step called after the end: the episode is over; call reset() first");
    }
  }
}
