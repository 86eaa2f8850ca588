package dev.gymbridge.dqn;

import java.util.ArrayList;
import java.util.List;

/** Writes down every event. */
final class Diary implements TrainingListener {
  final List<Object> events = new ArrayList<>();

  <T> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void onStarted(TrainingStarted event) {
    events.add(event);
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    events.add(event);
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    events.add(event);
  }

  @Override
  public void onEvaluationLeftOut(EvaluationLeftOut event) {
    events.add(event);
  }

  @Override
  public void onTransitionsSkipped(TransitionsSkipped event) {
    events.add(event);
  }

  @Override
  public void onTargetSynced(TargetSynced event) {
    events.add(event);
  }

  @Override
  public void onEpisodesInterrupted(EpisodesInterrupted event) {
    events.add(event);
  }
}
