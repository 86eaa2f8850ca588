package dev.gymbridge.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** {@code trials.csv}: a row for each score of a search, in the order in which they came. */
final class TrialsCsv {
  private static final String HEADER = "round,trial,env_steps,score,changes";

  private final Path path;
  private final Map<String, Double> scores = new HashMap<>();

  /** Which trial has this number in this round. */
  @FunctionalInterface
  interface Trials {
    Trial of(int number, int round);
  }

  /**
   * A table, with the scores that it has already.
   *
   * @throws RunDirectoryException if it cannot be read, or is no such table
   * @throws OtherSearchException if it is of another search
   */
  TrialsCsv(Path path, Trials trials) {
    this.path = path;
    CsvFile.read(path, cells -> read(cells, trials));
  }

  private void read(String[] cells, Trials trials) {
    Trial trial;
    try {
      trial = trials.of(Integer.parseInt(cells[1]), Integer.parseInt(cells[0]));
      scores.put(trial.name(), CsvNumber.parse(cells[3]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new RunDirectoryException(
          "%s is no table of trials: it has the row %s; bring it back from a copy, or give another directory"
              .formatted(path, String.join(",", cells)),
          e);
    }
    if (!changes(trial).equals(cells[4]) || !Long.toString(trial.envSteps()).equals(cells[2])) {
      throw new OtherSearchException(
          "%s is of another search: its %s is not this one's; give the seed, trials, env steps and"
                  .formatted(path, trial.name())
              + " settings that it began with, or another directory");
    }
  }

  /** Makes the file where there is none. */
  void begin() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
    if (!Files.exists(path)) {
      append(HEADER + "\n");
    }
  }

  boolean has(Trial trial) {
    return scores.containsKey(trial.name());
  }

  /** NaN where the trial has none. */
  double scoreOf(Trial trial) {
    return scores.getOrDefault(trial.name(), Double.NaN);
  }

  void add(Trial trial, double score) {
    scores.put(trial.name(), score);
    append(
        "%s,%s,%s,%s,%s\n"
            .formatted(
                trial.round(),
                trial.number(),
                trial.envSteps(),
                CsvNumber.text(score),
                changes(trial)));
  }

  /** Commas and quotes would need quoting in a table. */
  private static String changes(Trial trial) {
    return trial.changes().toString().replace(',', ';').replace("\"", "");
  }

  private void append(String row) {
    try {
      Files.writeString(path, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }
}
