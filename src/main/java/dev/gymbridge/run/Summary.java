package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import dev.gymbridge.dqn.TransitionsSkipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, for {@code summary.json} and {@code train --json}.
 *
 * <p>Keys: {@code environment}; {@code env_steps, gradient_steps, episodes} of all sittings; {@code
 * wall_seconds, evaluation_seconds, env_steps_per_second} of the last sitting (the second a part of
 * the first), and its {@code interrupted_episodes}, which were lost with a server and are counted
 * nowhere else, and its {@code skipped_transitions}, whose numbers were not finite; {@code reason},
 * why it ended ({@code completed}, {@code solved}, {@code stopped}, {@code interrupted}, {@code
 * failed}), if a listener stopped it, why ({@code stop_reason}), and, if it failed, why ({@code
 * failure}); {@code final_evaluation} and {@code best_evaluation}, each an {@link
 * EvaluationNumbers#toJson object} or null, the best one with the {@code env_steps} at which it was
 * played; {@code missing}, what could not be made of the run, and why.
 *
 * <p>It is written as soon as the training is over, and again when more is known.
 */
public final class Summary implements TrainingListener {
  private final RunDirectory run;
  private @Nullable TrainingStarted started;
  private @Nullable TrainingEnded ended;
  private @Nullable EvaluationNumbers finalEvaluation;
  private @Nullable String failure;
  private final List<String> missing = new ArrayList<>();
  private int interruptedEpisodes;
  private long skippedTransitions;
  private long startedNanos;
  private double evaluationSeconds;

  /** The summary of the run in a directory, whose {@link EvaluationsCsv} knows the best one. */
  public Summary(RunDirectory run) {
    this.run = run;
  }

  @Override
  public void onStarted(TrainingStarted event) {
    started = event;
    startedNanos = System.nanoTime();
  }

  @Override
  public void onEpisodesInterrupted(EpisodesInterrupted event) {
    interruptedEpisodes += event.evaluation() ? 0 : event.episodes();
  }

  @Override
  public void onTransitionsSkipped(TransitionsSkipped event) {
    skippedTransitions = event.transitions();
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    evaluationSeconds += event.seconds();
  }

  @Override
  public void onEnded(TrainingEnded event) {
    ended = event;
  }

  /**
   * Notes that the training broke off.
   *
   * @param last how far it was
   * @param asked whether it was asked to stop, rather than failed
   */
  void brokeOff(TrainingProgress last, RuntimeException cause, boolean asked) {
    if (started == null || ended != null) {
      return;
    }
    failure = asked ? null : String.valueOf(cause.getMessage());
    ended =
        new TrainingEnded(
            last.envSteps(),
            last.gradientSteps(),
            last.episodes(),
            (System.nanoTime() - startedNanos) / 1e9,
            TrainingEnded.Reason.INTERRUPTED,
            null);
  }

  /** Env steps taken in all sittings. */
  public long envSteps() {
    return ended().envSteps();
  }

  /** Whether the training was asked to stop before its end. */
  public boolean interrupted() {
    return ended().reason() == TrainingEnded.Reason.INTERRUPTED && failure == null;
  }

  private TrainingEnded ended() {
    if (ended == null) {
      throw new IllegalStateException("the run has not ended; a summary comes after onEnded");
    }
    return ended;
  }

  /** Notes that something could not be made of the run: what, and why. */
  public void missing(String what) {
    missing.add(what);
  }

  /** Notes what the trained policy reached after the last env step. */
  public void finalEvaluation(Evaluation evaluation) {
    finalEvaluation = EvaluationNumbers.of(evaluation);
  }

  /**
   * The summary as JSON.
   *
   * @throws IllegalStateException if the run has not ended
   */
  public JsonObject toJson() {
    TrainingEnded ended = ended();
    TrainingStarted started = Objects.requireNonNull(this.started);
    double seconds = ended.wallSeconds();
    long envSteps = ended.envSteps() - started.envSteps();
    JsonObject json = new JsonObject();
    json.addProperty("environment", started.environmentId());
    json.addProperty("env_steps", ended.envSteps());
    json.addProperty("gradient_steps", ended.gradientSteps());
    json.addProperty("episodes", ended.episodes());
    json.addProperty("interrupted_episodes", interruptedEpisodes);
    json.addProperty("skipped_transitions", skippedTransitions);
    json.addProperty("wall_seconds", seconds);
    json.addProperty("evaluation_seconds", evaluationSeconds);
    json.addProperty("env_steps_per_second", seconds > 0 ? envSteps / seconds : 0.0);
    json.addProperty(
        "reason", failure == null ? ended.reason().name().toLowerCase(Locale.ROOT) : "failed");
    if (ended.stopReason() != null) {
      json.addProperty("stop_reason", ended.stopReason());
    }
    if (failure != null) {
      json.addProperty("failure", failure);
    }
    json.add("final_evaluation", finalEvaluation == null ? null : finalEvaluation.toJson());
    json.add("best_evaluation", bestEvaluation());
    json.add("missing", JsonArguments.texts(missing));
    return json;
  }

  /**
   * Writes {@code summary.json}, whole or not at all.
   *
   * @throws RunDirectoryException if it cannot be written
   * @throws IllegalStateException if the run has not ended
   */
  public void write() {
    JsonFile.write(run.summary(), toJson());
  }

  /** Writes it if the training began: else there is nothing to say. */
  void writeIfBegun() {
    if (ended != null) {
      write();
    }
  }

  private @Nullable JsonObject bestEvaluation() {
    List<EvaluationRow> rows = EvaluationRow.read(run.evaluations());
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).best()) {
        JsonObject json = rows.get(i).evaluation().toJson();
        json.addProperty("env_steps", rows.get(i).envSteps());
        return json;
      }
    }
    return null;
  }
}
