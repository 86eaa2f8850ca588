package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory in which a training run leaves all it has to say, and the names of what is in it.
 *
 * <p>Nothing is ever overwritten by a new run: a directory that holds anything is refused.
 */
public final class RunDirectory {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final String EVENT_FILE = "events.out.tfevents.";
  private static final int LONGEST_NAME = 100;

  /** Where a SavedModel has what is not TensorFlow's. */
  private static final String EXPORTED = "assets.extra";

  /** Of what is written before it is whole, and of who holds the directory. */
  private static final Pattern PASSING = Pattern.compile(".*\\.part|\\.lock");

  private final Path path;
  private final Disk disk;

  private RunDirectory(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  private RunDirectory(Path path) {
    this(path, Disk.REAL);
  }

  /** The same directory on another disk, for tests. */
  RunDirectory on(Disk other) {
    return new RunDirectory(path, other);
  }

  /** What the run is written to. */
  Disk disk() {
    return disk;
  }

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
    Path parent = root.resolve(fileName(environmentId));
    String name = TIMESTAMP.format(LocalDateTime.now(clock)) + "-seed" + seed;
    try {
      Disk.REAL.createDirectories(parent);
    } catch (IOException e) {
      throw cannotMake(parent, e);
    }
    for (int attempt = 1; ; attempt++) {
      Path path = parent.resolve(attempt == 1 ? name : name + "-" + attempt);
      try {
        Disk.REAL.createDirectory(path);
        Disk.REAL.force(parent);
        return new RunDirectory(path);
      } catch (FileAlreadyExistsException e) {
        // The next attempt has another name.
      } catch (IOException e) {
        throw cannotMake(path, e);
      }
    }
  }

  /**
   * Makes a run directory of the given name, with its parents; an empty directory will do.
   *
   * @throws RunDirectoryException if it exists and holds anything, or cannot be made or written
   */
  public static RunDirectory createAt(Path path) {
    try {
      Disk.REAL.createDirectories(path);
    } catch (IOException e) {
      throw cannotMake(path, e);
    }
    if (!isEmpty(path)) {
      throw new RunDirectoryException(
          Files.exists(path.resolve("config.json"))
              ? "%s already holds a run; go on with it by --resume %s, or give another --run-dir"
                  .formatted(path, path)
              : "%s exists and is not empty; give another --run-dir".formatted(path));
    }
    if (!Files.isWritable(path)) {
      throw new RunDirectoryException(
          "cannot write in %s: permission denied; give another --run-dir".formatted(path));
    }
    return new RunDirectory(path);
  }

  /** Makes a run directory of this name, or of the next that is free: {@code NAME-2} and so on. */
  public static RunDirectory createFresh(Path path) {
    for (int attempt = 1; ; attempt++) {
      Path next = attempt == 1 ? path : path.resolveSibling(path.getFileName() + "-" + attempt);
      if (!Files.exists(next)) {
        return createAt(next);
      }
    }
  }

  /**
   * Opens the directory of an earlier run, or what an export keeps of one.
   *
   * @throws RunDirectoryException if there is none, or it is not the directory of a run
   */
  public static RunDirectory open(Path path) {
    if (!Files.exists(path)) {
      throw new RunDirectoryException(
          "no run directory %s; name one that train has made, such as runs/CartPole-v1/..."
              .formatted(path));
    }
    if (!Files.isDirectory(path)) {
      throw new RunDirectoryException(
          "%s is a file; name the run directory that holds config.json".formatted(path));
    }
    if (holdsRun(path.resolve(EXPORTED))) {
      return new RunDirectory(path.resolve(EXPORTED));
    }
    if (!holdsRun(path)) {
      if (isEmpty(path)) {
        throw new RunDirectoryException(
            ("%s is empty; a run that was stopped before its first step leaves no more, and nothing "
                    + "is lost: begin it by train --run-dir %s")
                .formatted(path, path));
      }
      throw new RunDirectoryException(
          "%s is not a run directory: config.json is missing; name one that train has made"
              .formatted(path));
    }
    return new RunDirectory(path);
  }

  /**
   * Opens the run of this directory, or where it holds none itself all runs in it, by their names.
   *
   * @throws RunDirectoryException if there is none
   */
  public static List<RunDirectory> allIn(Path path) {
    if (Files.isDirectory(path) && !holdsRun(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        List<RunDirectory> runs =
            entries.filter(RunDirectory::holdsRun).sorted().map(RunDirectory::new).toList();
        if (!runs.isEmpty()) {
          return runs;
        }
      } catch (IOException e) {
        throw RunDirectoryException.cannotRead(path, e);
      }
    }
    return List.of(open(path));
  }

  private static boolean holdsRun(Path directory) {
    return Files.isRegularFile(new RunDirectory(directory).config());
  }

  /**
   * Makes a run of an exported model, whose best policy is the exported one.
   *
   * @param weights writes them into a directory
   */
  void copyPolicy(Path model, JsonObject about, Consumer<Path> weights) {
    RunDirectory copy = new RunDirectory(model.resolve(EXPORTED));
    try {
      Files.createDirectories(copy.path);
      Files.copy(config(), copy.config());
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(copy.path, e);
    }
    copy.bestPolicies().write(about, weights);
  }

  /** Takes the directory of a run away that has left nothing in it; else does nothing. */
  public void removeIfEmpty() {
    try {
      Files.delete(path);
    } catch (IOException e) {
      // There is a run in it; or it stays, and is in nobody's way.
    }
  }

  /** The directory itself. */
  public Path path() {
    return path;
  }

  /** The last part of the path. */
  public String name() {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** {@code config.json}: the resolved configuration, with versions. */
  public Path config() {
    return path.resolve("config.json");
  }

  /** {@code progress.csv}: a row an episode; see {@link ProgressCsv}. */
  public Path progress() {
    return path.resolve("progress.csv");
  }

  /** {@code actions.csv}: what was done in each episode, where that is kept; {@link ActionsCsv}. */
  Path actions() {
    return path.resolve("actions.csv");
  }

  /** {@code evaluations.csv}: a row an evaluation; see {@link EvaluationsCsv}. */
  public Path evaluations() {
    return path.resolve("evaluations.csv");
  }

  /** {@code checkpoint/}: all that is needed to go on; the directory is made by its writer. */
  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /** What is in {@link #checkpoint}; the newest that is whole is the one to take. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(checkpoint(), disk);
  }

  /** What is in {@link #best}, likewise. */
  public CheckpointStore bestPolicies() {
    return new CheckpointStore(best(), disk);
  }

  /**
   * Deletes what a sitting that ended before its first checkpoint wrote of its course.
   *
   * @throws RunDirectoryException if it cannot be deleted, or the run is of an earlier gymbridge
   */
  void beginAnew() {
    if (Files.exists(checkpoint().resolve("training.json"))) {
      throw new RunDirectoryException(
          "%s was written by an earlier gymbridge, whose runs cannot be gone on with; train anew, evaluate and watch still take its agent"
              .formatted(checkpoint()));
    }
    try {
      disk.delete(progress());
      disk.delete(evaluations());
      disk.delete(actions());
      for (Path file : eventFiles()) {
        disk.delete(file);
      }
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }

  /** {@code events.out.tfevents.*}: the files for TensorBoard, a file a sitting. */
  List<Path> eventFiles() {
    return eventFiles(path);
  }

  /** The files for TensorBoard in a directory. */
  public static List<Path> eventFiles(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(EVENT_FILE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(directory, e);
    }
  }

  /** {@code .lock}: held by the process that trains; see {@link RunLock}. */
  Path lock() {
    return path.resolve(".lock");
  }

  /** {@code best/}: the policy of the best evaluation; the directory is made by its writer. */
  public Path best() {
    return path.resolve("best");
  }

  /** {@code learning-curve.png}. */
  public Path learningCurve() {
    return path.resolve("learning-curve.png");
  }

  /** {@code episode.gif}. */
  public Path episodeGif() {
    return path.resolve("episode.gif");
  }

  /** {@code report.html}. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** {@code summary.json}; see {@link Summary}. */
  public Path summary() {
    return path.resolve("summary.json");
  }

  /** The path, as given. */
  @Override
  public String toString() {
    return path.toString();
  }

  /** An environment id as the name of a directory that every file system takes. */
  public static String fileName(String environmentId) {
    String name = environmentId.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    if (name.isEmpty()) {
      return "environment";
    }
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
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

  private static RunDirectoryException cannotMake(Path path, IOException e) {
    String reason =
        e instanceof FileAlreadyExistsException
            ? "a file of that name is in the way"
            : RunDirectoryException.reason(e);
    return new RunDirectoryException(
        "cannot make the run directory %s: %s; give another --run-dir".formatted(path, reason), e);
  }
}
