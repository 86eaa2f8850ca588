package dev.gymbridge.run;

import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingStarted;
import java.nio.file.Path;

/**
 * A listener that writes a table of comma-separated values, and goes on with it when a run is
 * resumed: rows that the lost part of the earlier sitting wrote are cut.
 */
abstract class TableListener implements TrainingListener, AutoCloseable {
  final CsvFile file;

  TableListener(Path path, String header) {
    file = new CsvFile(path, header);
  }

  /** Whether a row is of the part of the run that is resumed from. */
  abstract boolean isBefore(String[] cells, TrainingStarted start);

  /**
   * Starts the file, or goes on with it.
   *
   * @throws RunDirectoryException if it cannot be written, or exists and the run is a new one
   */
  @Override
  public final void onStarted(TrainingStarted event) {
    if (event.envSteps() == 0) {
      file.create();
    } else {
      file.resume(cells -> isBefore(cells, event));
    }
  }

  @Override
  public final void onEnded(TrainingEnded event) {
    close();
  }

  /** Closes the file; a second call does nothing. */
  @Override
  public final void close() {
    file.close();
  }
}
