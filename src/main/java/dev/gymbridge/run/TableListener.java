package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.GrowingFile;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingStarted;
import java.nio.file.Path;

/**
 * A listener that writes a table of comma-separated values, and goes on with it when a run is
 * resumed: rows that the lost part of the earlier sitting wrote are cut.
 */
abstract class TableListener implements TrainingListener, AutoCloseable {
  final CsvFile file;

  TableListener(Path path, String header, Disk disk) {
    file = new CsvFile(path, header, disk);
  }

  /** What a checkpoint keeps of the table. */
  final GrowingFile state() {
    return file;
  }

  /**
   * Starts the file, or goes on with it.
   *
   * @throws RunDirectoryException if it cannot be written, or exists and the run is a new one
   */
  @Override
  public final void onStarted(TrainingStarted event) {
    file.start();
  }

  /** Closes the file; a second call does nothing. */
  @Override
  public final void close() {
    file.close();
  }
}
