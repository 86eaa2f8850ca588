package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in a training run, and may end it; called on the training thread, in order.
 */
public interface TrainingListener {
  /**
   * Of each episode that a run which goes on has behind it, in order, before {@link #onStarted}.
   *
   * @param episode its number, from 1
   */
  default void onEarlierEpisode(long episode, double episodeReturn) {}

  /** Before the first env step. */
  default void onStarted(TrainingStarted event) {}

  /** After a step of the vector environment, fifty times a second at most: for displays. */
  default void onProgress(TrainingProgress event) {}

  /** After each episode. */
  default void onEpisode(EpisodeFinished event) {}

  /** After each episode, where {@code record_actions} is set. */
  default void onActions(ActionsTaken event) {}

  /** After environments were lost with their server and made again elsewhere. */
  default void onEpisodesInterrupted(EpisodesInterrupted event) {}

  /** After transitions were left out, since {@link NanPolicy#SKIP} says so. */
  default void onTransitionsSkipped(TransitionsSkipped event) {}

  /** In place of an evaluation that would come too early for {@code evaluation_share}. */
  default void onEvaluationLeftOut(EvaluationLeftOut event) {}

  /** After each evaluation. */
  default void onEvaluation(EvaluationFinished event) {}

  /** After each update of the target network. */
  default void onTargetSynced(TargetSynced event) {}

  /**
   * Why the training is to end now, as a person should read it; null while it may go on. Asked
   * after every step, so it must cost nothing.
   */
  default @Nullable String stopReason() {
    return null;
  }

  /** After the last env step, also of an interrupted run; not after an exception. */
  default void onEnded(TrainingEnded event) {}
}
