package dev.gymbridge.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Which weights of a run are used. */
public enum Policy {
  /** As training left it. */
  FINAL,
  /** Of the best evaluation. */
  BEST;

  /** The best one where there is one, else the final one. */
  public static Policy preferred(RunDirectory run) {
    return Files.isDirectory(run.best()) ? BEST : FINAL;
  }

  /**
   * Where its weights are.
   *
   * @throws RunDirectoryException if the run has none
   */
  Path weights(RunDirectory run) {
    Path directory = this == BEST ? run.best() : run.checkpoint();
    if (!Files.isDirectory(directory)) {
      throw new RunDirectoryException(
          "%s is missing: the run has no %s policy%s"
              .formatted(
                  directory,
                  this,
                  this == BEST
                      ? ", it was trained without evaluations; use --policy final"
                      : "; it ended before its first checkpoint"));
    }
    return directory;
  }

  /** As the command line writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
