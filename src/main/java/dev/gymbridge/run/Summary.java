package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingStarted;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, for {@code summary.json} and {@code train --json}.
 *
 * <p>Keys: {@code environment}; {@code env_steps, gradient_steps, episodes} of all sittings; {@code
 * wall_seconds, env_steps_per_second} of the last sitting, and its {@code interrupted_episodes},
 * which were lost with a server and are counted nowhere else; {@code reason}, why it ended ({@code
 * completed}, {@code solved}, {@code interrupted}); {@code final_evaluation} and {@code
 * best_evaluation}, each an {@link EvaluationNumbers#toJson object} or null, the best one with the
 * {@code env_steps} at which it was played.
 */
public final class Summary implements TrainingListener {
  private final RunDirectory run;
  private @Nullable TrainingStarted started;
  private @Nullable TrainingEnded ended;
  private @Nullable EvaluationNumbers finalEvaluation;
  private int interruptedEpisodes;

  /** The summary of the run in a directory, whose {@link EvaluationsCsv} knows the best one. */
  public Summary(RunDirectory run) {
    this.run = run;
  }

  @Override
  public void onStarted(TrainingStarted event) {
    started = event;
  }

  @Override
  public void onEpisodesInterrupted(EpisodesInterrupted event) {
    interruptedEpisodes += event.evaluation() ? 0 : event.episodes();
  }

  @Override
  public void onEnded(TrainingEnded event) {
    ended = event;
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
    if (started == null || ended == null) {
      throw new IllegalStateException("the run has not ended; a summary comes after onEnded");
    }
    double seconds = ended.wallSeconds();
    long envSteps = ended.envSteps() - started.envSteps();
    JsonObject json = new JsonObject();
    json.addProperty("environment", started.environmentId());
    json.addProperty("env_steps", ended.envSteps());
    json.addProperty("gradient_steps", ended.gradientSteps());
    json.addProperty("episodes", ended.episodes());
    json.addProperty("interrupted_episodes", interruptedEpisodes);
    json.addProperty("wall_seconds", seconds);
    json.addProperty("env_steps_per_second", seconds > 0 ? envSteps / seconds : 0.0);
    json.addProperty("reason", ended.reason().name().toLowerCase(Locale.ROOT));
    json.add("final_evaluation", finalEvaluation == null ? null : finalEvaluation.toJson());
    json.add("best_evaluation", bestEvaluation());
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
