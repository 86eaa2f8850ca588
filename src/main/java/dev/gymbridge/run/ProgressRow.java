package dev.gymbridge.run;

import java.util.OptionalLong;

/** What {@code progress.csv} says of an episode that is to be found again. */
record ProgressRow(long episode, double episodeReturn, long length, OptionalLong seed) {
  private static final int RETURN = 3;
  private static final int LENGTH = 4;
  private static final int SEED = 10;

  /**
   * Finds the row of an episode.
   *
   * @throws RunDirectoryException if there is none
   */
  static ProgressRow read(RunDirectory run, long episode) {
    ProgressRow[] found = new ProgressRow[1];
    long[] last = {0};
    CsvFile.read(
        run.progress(),
        cells -> {
          last[0] = Long.parseLong(cells[0]);
          if (last[0] == episode) {
            found[0] = of(cells);
          }
        });
    if (found[0] == null) {
      throw new RunDirectoryException(
          last[0] == 0
              ? "%s has no episode: none ended before the run did".formatted(run)
              : "episode must be in [1, %d], those of %s, got %d"
                  .formatted(last[0], run.progress(), episode));
    }
    return found[0];
  }

  private static ProgressRow of(String[] cells) {
    boolean seeded = cells.length > SEED && !cells[SEED].isEmpty();
    return new ProgressRow(
        Long.parseLong(cells[0]),
        CsvNumber.parse(cells[RETURN]),
        Long.parseLong(cells[LENGTH]),
        seeded ? OptionalLong.of(Long.parseLong(cells[SEED])) : OptionalLong.empty());
  }
}
