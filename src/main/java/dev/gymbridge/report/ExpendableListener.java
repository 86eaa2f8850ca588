package dev.gymbridge.report;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.EvaluationLeftOut;
import dev.gymbridge.dqn.TargetSynced;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import dev.gymbridge.dqn.TransitionsSkipped;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A report that a run can do without: when it fails it is left out from then on, and named. */
public final class ExpendableListener implements TrainingListener {
  private final String name;
  private final TrainingListener listener;
  private final Consumer<String> notes;
  private boolean failed;

  /**
   * Makes a listener expendable.
   *
   * @param name of the report, such as {@code TensorBoard's file}
   * @param notes told that it failed, and why
   */
  public ExpendableListener(String name, TrainingListener listener, Consumer<String> notes) {
    this.name = name;
    this.listener = listener;
    this.notes = notes;
  }

  private void tell(Consumer<TrainingListener> event) {
    if (failed) {
      return;
    }
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      failed = true;
      notes.accept("going on without %s: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public void onEarlierEpisode(long episode, double episodeReturn) {
    tell(l -> l.onEarlierEpisode(episode, episodeReturn));
  }

  @Override
  public void onStarted(TrainingStarted event) {
    tell(l -> l.onStarted(event));
  }

  @Override
  public void onProgress(TrainingProgress event) {
    if (!failed) {
      listener.onProgress(event);
    }
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    tell(l -> l.onEpisode(event));
  }

  @Override
  public void onEpisodesInterrupted(EpisodesInterrupted event) {
    tell(l -> l.onEpisodesInterrupted(event));
  }

  @Override
  public void onTransitionsSkipped(TransitionsSkipped event) {
    tell(l -> l.onTransitionsSkipped(event));
  }

  @Override
  public void onEvaluationLeftOut(EvaluationLeftOut event) {
    tell(l -> l.onEvaluationLeftOut(event));
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    tell(l -> l.onEvaluation(event));
  }

  @Override
  public void onTargetSynced(TargetSynced event) {
    tell(l -> l.onTargetSynced(event));
  }

  @Override
  public @Nullable String stopReason() {
    return failed ? null : listener.stopReason();
  }

  @Override
  public void onEnded(TrainingEnded event) {
    tell(l -> l.onEnded(event));
  }
}
