package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.EpisodeFinished;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes {@code progress.csv}: one row an episode, with no wall-clock in it, so that two runs of
 * one seed give equal bytes.
 *
 * <p>The columns are those of {@link EpisodeFinished}: {@code episode, env_steps, gradient_steps,
 * return, length, epsilon, loss, mean_q, terminated, truncated, seed}. A number has the fewest
 * digits that read back as the same; NaN is empty; {@code true} and {@code false} are spelt out.
 * The seed is the one that the episode's environment was reset with; it is empty where the
 * environment began the episode by itself.
 *
 * <p>In a run that is resumed its rows follow those that the checkpoint counted; later ones, which
 * the lost part of the earlier sitting wrote, are cut.
 */
public final class ProgressCsv extends TableListener {
  static final String HEADER =
      "episode,env_steps,gradient_steps,return,length,epsilon,loss,mean_q,terminated,truncated,"
          + "seed";

  private final StringBuilder row = new StringBuilder();

  /** Writes to the given file, from {@link #onStarted} on. */
  public ProgressCsv(Path path) {
    this(path, Disk.REAL);
  }

  ProgressCsv(Path path, Disk disk) {
    super(path, HEADER, disk);
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    row.setLength(0);
    row.append(event.episode()).append(',');
    row.append(event.envSteps()).append(',');
    row.append(event.gradientSteps()).append(',');
    row.append(CsvNumber.text(event.episodeReturn())).append(',');
    row.append(event.length()).append(',');
    row.append(CsvNumber.text(event.epsilon())).append(',');
    row.append(CsvNumber.text(event.loss())).append(',');
    row.append(CsvNumber.text(event.meanQ())).append(',');
    row.append(event.terminated()).append(',');
    row.append(event.truncated()).append(',');
    if (event.seed() != EpisodeFinished.UNKNOWN_SEED) {
      row.append(event.seed());
    }
    file.append(row.toString());
  }

  /** Is handed the episodes of a table. */
  @FunctionalInterface
  public interface Reader {
    /** One episode: the env steps at its end, and its return or what else is read. */
    void episode(long envSteps, double value);
  }

  /**
   * Reads the returns of the whole rows of a table; none where the file is missing.
   *
   * @throws RunDirectoryException if it cannot be read
   */
  public static void read(Path path, Reader reader) {
    read(path, "return", reader);
  }

  /**
   * Reads another column of numbers in place of the returns.
   *
   * @param column as the header names it, such as {@code loss}
   */
  public static void read(Path path, String column, Reader reader) {
    int index = List.of(HEADER.split(",", -1)).indexOf(column);
    CsvFile.read(
        path, cells -> reader.episode(Long.parseLong(cells[1]), CsvNumber.parse(cells[index])));
  }
}
