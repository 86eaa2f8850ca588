package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory in which a training run leaves all it has to say, and the names of what is in it.
 *
 * <p>Nothing is ever overwritten by a new run: a directory that holds anything is refused.
 */
public final class RunDirectory {
  /** The name of the file that makes a directory that of a run. */
  static final String CONFIG = "config.json";

  private static final String EVENT_FILE = "events.out.tfevents.";
  private static final int LONGEST_NAME = 100;

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
   * Makes a run directory of the given name, with its parents; an empty directory will do.
   *
   * @throws RunDirectoryException if it exists and holds anything, or cannot be made or written
   */
  public static RunDirectory createAt(Path path) {
    RunPlace.make(path);
    return new RunDirectory(path);
  }

  /**
   * Opens the directory of an earlier run, or what an export keeps of one.
   *
   * @throws RunDirectoryException if there is none, or it is not the directory of a run
   */
  public static RunDirectory open(Path path) {
    return new RunDirectory(RunPlace.ofRun(path));
  }

  /**
   * Makes a run of an exported model, whose best policy is the exported one.
   *
   * @param weights writes them into a directory
   */
  void copyPolicy(Path model, JsonObject about, Consumer<Path> weights) {
    RunDirectory copy = new RunDirectory(RunPlace.inExport(model));
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

  /** Whether the run came to an end, of whatever kind: what it came to is written then. */
  public boolean hasEnded() {
    return Files.exists(summary());
  }

  /** {@code config.json}: the resolved configuration, with versions. */
  public Path config() {
    return path.resolve(CONFIG);
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
}
