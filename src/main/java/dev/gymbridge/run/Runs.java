package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The run directories below a folder: those that are made there, and those to be found. */
public final class Runs {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private Runs() {}

  /**
   * Makes {@code root/<environment>/<timestamp>-seed<seed>/}.
   *
   * <p>What a file system may not take is replaced in the name of the environment: {@code
   * ALE/Pong-v5} becomes {@code ALE-Pong-v5}. Two runs begun in the same second get directories of
   * their own: the later one's name ends in {@code -2}.
   *
   * @param root such as {@code runs}; made where it is missing
   * @param clock says the time and its zone
   * @throws RunDirectoryException if it cannot be made
   */
  public static RunDirectory create(Path root, String environmentId, long seed, Clock clock) {
    Path parent = root.resolve(RunDirectory.fileName(environmentId));
    String name = TIMESTAMP.format(LocalDateTime.now(clock)) + "-seed" + seed;
    try {
      Disk.REAL.createDirectories(parent);
    } catch (IOException e) {
      throw RunPlace.cannotMake(parent, e);
    }
    for (int attempt = 1; ; attempt++) {
      Path path = parent.resolve(attempt == 1 ? name : name + "-" + attempt);
      try {
        Disk.REAL.createDirectory(path);
        Disk.REAL.force(parent);
        return RunDirectory.createAt(path);
      } catch (FileAlreadyExistsException e) {
        // The next attempt has another name.
      } catch (IOException e) {
        throw RunPlace.cannotMake(path, e);
      }
    }
  }

  /** Makes a run directory of this name, or of the next that is free: {@code NAME-2} and so on. */
  public static RunDirectory createFresh(Path path) {
    for (int attempt = 1; ; attempt++) {
      Path next = attempt == 1 ? path : path.resolveSibling(path.getFileName() + "-" + attempt);
      if (!Files.exists(next)) {
        return RunDirectory.createAt(next);
      }
    }
  }

  /**
   * Opens the run of this directory, or where it holds none itself all runs in it and in the
   * folders in it, by their names: {@code runs} and {@code runs/CartPole-v1} are such directories.
   *
   * @throws RunDirectoryException if there is none
   */
  public static List<RunDirectory> allIn(Path path) {
    List<Path> runs = RunPlace.runsIn(path);
    return runs.isEmpty()
        ? List.of(RunDirectory.open(path))
        : runs.stream().map(RunDirectory::open).toList();
  }

  /**
   * Opens the run of this directory, or where it holds none itself the newest in it.
   *
   * @throws RunDirectoryException if there is none
   */
  public static RunDirectory oneIn(Path path) {
    return newest(path).orElseGet(() -> RunDirectory.open(path));
  }

  /** The run that was begun, or gone on with, last. */
  public static Optional<RunDirectory> newest(Path root) {
    return RunPlace.runsIn(root).stream()
        .max(Comparator.comparing(Runs::lastBegun).thenComparing(Comparator.naturalOrder()))
        .map(RunDirectory::open);
  }

  private static FileTime lastBegun(Path run) {
    try {
      return Files.getLastModifiedTime(run.resolve(RunDirectory.CONFIG));
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it has just gone
    }
  }
}
