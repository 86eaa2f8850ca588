package dev.gymbridge.report;

import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
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
public final class EvaluationsCsv implements TrainingListener, AutoCloseable {
  static final String HEADER =
      "env_steps,gradient_steps,episodes,mean,std,min,max,mean_length,best";

  private final CsvFile file;

  /** Writes to the given file, from {@link #onStarted} on. */
  public EvaluationsCsv(Path path) {
    file = new CsvFile(path, HEADER);
  }

  /**
   * Starts the file, or goes on with it.
   *
   * @throws RunDirectoryException if it cannot be written, or exists and the run is a new one
   */
  @Override
  public void onStarted(TrainingStarted event) {
    if (event.envSteps() == 0) {
      file.create();
    } else {
      file.resume(cells -> Long.parseLong(cells[0]) <= event.envSteps());
    }
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    file.append(EvaluationRow.of(event).toCsv());
  }

  @Override
  public void onEnded(TrainingEnded event) {
    close();
  }

  /** Closes the file; a second call does nothing. */
  @Override
  public void close() {
    file.close();
  }
}
