package dev.gymbridge.dqn;

/** Is told what happens in a training run; called on the training thread, in order. */
public interface TrainingListener {
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

  /** After each evaluation. */
  default void onEvaluation(EvaluationFinished event) {}

  /** After each update of the target network. */
  default void onTargetSynced(TargetSynced event) {}

  /** After the last env step, also of an interrupted run; not after an exception. */
  default void onEnded(TrainingEnded event) {}
}
