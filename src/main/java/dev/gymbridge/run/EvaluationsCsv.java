package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.EvaluationFinished;
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
    this(path, Disk.REAL);
  }

  EvaluationsCsv(Path path, Disk disk) {
    super(path, HEADER, disk);
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    file.append(EvaluationRow.of(event).toCsv());
  }
}
