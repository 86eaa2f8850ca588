package dev.gymbridge.run;

import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingStarted;
import java.nio.file.Path;

/**
 * Writes {@code evaluations.csv}: one row an evaluation.
 *
 * <p>Columns: {@code env_steps, gradient_steps} of the training at that time; {@code episodes}
 * played; {@code mean, std, min, max} of their returns; {@code mean_length} in env steps; {@code
 * best}, whether it was the best of the run so far. A resumed run goes on with the file as {@link
 * ProgressCsv} does.
 */
public final class EvaluationsCsv extends TableListener {
  static final String HEADER =
      "env_steps,gradient_steps,episodes,mean,std,min,max,mean_length,best";

  /** Writes to the given file, from {@link #onStarted} on. */
  public EvaluationsCsv(Path path) {
    super(path, HEADER);
  }

  @Override
  boolean isBefore(String[] cells, TrainingStarted start) {
    return Long.parseLong(cells[0]) <= start.envSteps();
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    file.append(EvaluationRow.of(event).toCsv());
  }
}
