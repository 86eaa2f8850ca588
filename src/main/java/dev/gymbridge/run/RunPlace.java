package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.DiskFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a directory is that of a run, or may become one; else why not, and what to do. */
final class RunPlace {
  private static final String CHOOSE_ANOTHER = "choose another run directory (--run-dir)";

  /** Where a SavedModel has what is not TensorFlow's. */
  private static final String EXPORTED = "assets.extra";

  /** Folders between the one that is named and a run: {@code runs/<env>/<run>}. */
  private static final int DEPTH = 2;

  /** Of what is written before it is whole, and of who holds the directory. */
  private static final Pattern PASSING = Pattern.compile(".*\\.part|\\.lock");

  private RunPlace() {}

  static boolean holdsRun(Path directory) {
    return Files.isRegularFile(directory.resolve(RunDirectory.CONFIG));
  }

  /**
   * The runs to be found in a directory, by their names: itself, or those in it and in its folders.
   * Exported models are none of them, and no run is looked for within another. A folder below that
   * may not be read holds none that could be used.
   *
   * @throws RunDirectoryException if the directory itself cannot be read
   */
  static List<Path> runsIn(Path directory) {
    List<Path> runs = new ArrayList<>();
    if (Files.isDirectory(directory) && !holdsRun(inExport(directory))) {
      addRuns(directory, DEPTH, runs);
    }
    return runs;
  }

  private static void addRuns(Path directory, int depth, List<Path> runs) {
    if (holdsRun(directory)) {
      runs.add(directory);
    } else if (depth > 0) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries
            .filter(entry -> Files.isDirectory(entry) && !entry.endsWith(EXPORTED))
            .sorted()
            .forEach(entry -> addRuns(entry, depth - 1, runs));
      } catch (IOException e) {
        if (depth == DEPTH) {
          throw RunDirectoryException.cannotRead(directory, e);
        }
      }
    }
  }

  /** Where an exported model keeps the run that it is of. */
  static Path inExport(Path model) {
    return model.resolve(EXPORTED);
  }

  /**
   * Makes a directory for a new run, with its parents; an empty one will do.
   *
   * @throws RunDirectoryException if it exists and holds anything, or cannot be made or written
   */
  static void make(Path path) {
    try {
      Disk.REAL.createDirectories(path);
    } catch (IOException e) {
      throw cannotMake(path, e);
    }
    if (!isEmpty(path)) {
      throw new RunDirectoryException(
          holdsRun(path)
              ? "%s already holds a run; go on with it by --resume %s, or %s"
                  .formatted(path, path, CHOOSE_ANOTHER)
              : "%s exists and is not empty; %s".formatted(path, CHOOSE_ANOTHER));
    }
    if (!Files.isWritable(path)) {
      throw new RunDirectoryException(
          "cannot write in %s: permission denied; %s".formatted(path, CHOOSE_ANOTHER));
    }
  }

  /**
   * The directory of an earlier run, given that or an export of it.
   *
   * @throws RunDirectoryException if there is none, or it is not the directory of a run
   */
  static Path ofRun(Path path) {
    if (!Files.exists(path)) {
      throw new RunDirectoryException(
          "no run directory %s; name one that train has made, such as runs/CartPole-v1/..."
              .formatted(path));
    }
    if (!Files.isDirectory(path)) {
      throw new RunDirectoryException(
          "%s is a file; name the run directory that holds config.json".formatted(path));
    }
    if (holdsRun(inExport(path))) {
      return inExport(path);
    }
    if (!holdsRun(path)) {
      throw new RunDirectoryException(whyNoRun(path));
    }
    return path;
  }

  /** Whether something has the name of a configuration, such as a link to nowhere. */
  private static boolean isNamed(Path directory) {
    return Files.exists(directory.resolve(RunDirectory.CONFIG), LinkOption.NOFOLLOW_LINKS);
  }

  private static String whyNoRun(Path path) {
    if (isEmpty(path)) {
      return ("%s is empty; a run that was stopped before its first step leaves no more, and"
              + " nothing is lost: begin it by train --run-dir %s")
          .formatted(path, path);
    }
    List<Path> runs = isNamed(path) ? List.of() : runsIn(path);
    return runs.isEmpty()
        ? "%s is not a run directory: config.json is %s; name one that train has made"
            .formatted(path, isNamed(path) ? "no file" : "missing")
        : "%s is not a run directory, but holds %d; name one of them, such as %s"
            .formatted(path, runs.size(), runs.get(runs.size() - 1));
  }

  private static boolean isEmpty(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!PASSING.matcher(entry.getFileName().toString()).matches()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(directory, e);
    }
  }

  static RunDirectoryException cannotMake(Path path, IOException e) {
    String reason =
        e instanceof FileAlreadyExistsException
            ? "a file of that name is in the way"
            : DiskFailure.reason(e);
    return new RunDirectoryException(
        "cannot make the run directory %s: %s; %s".formatted(path, reason, CHOOSE_ANOTHER), e);
  }
}
