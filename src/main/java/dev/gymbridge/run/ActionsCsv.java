package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.ActionsTaken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes {@code actions.csv}: {@code episode,actions}, where the actions are counted from 0, one
 * for each env step, with a space between two. It is gone on with as {@link ProgressCsv} is.
 */
final class ActionsCsv extends TableListener {
  ActionsCsv(Path path, Disk disk) {
    super(path, "episode,actions", disk);
  }

  @Override
  public void onActions(ActionsTaken event) {
    StringBuilder row = new StringBuilder(2 * event.actions().length + 10);
    row.append(event.episode());
    char separator = ',';
    for (int action : event.actions()) {
      row.append(separator).append(action);
      separator = ' ';
    }
    file.append(row.toString());
  }

  /**
   * The actions of an episode, [env steps]; empty where they were not kept.
   *
   * @throws RunDirectoryException if the table cannot be read
   */
  static Optional<int[]> read(Path path, long episode) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    String start = episode + ",";
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(start.length()).split(" "))
          .map(actions -> Arrays.stream(actions).mapToInt(Integer::parseInt).toArray());
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(path, e);
    } catch (UncheckedIOException e) {
      throw RunDirectoryException.cannotRead(path, Objects.requireNonNull(e.getCause()));
    } catch (NumberFormatException e) {
      throw new RunDirectoryException(
          "%s is damaged: the actions of episode %d are no numbers; bring it back from a copy"
              .formatted(path, episode),
          e);
    }
  }
}
