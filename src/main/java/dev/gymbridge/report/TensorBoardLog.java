package dev.gymbridge.report;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingStarted;
import dev.gymbridge.replay.Stateful;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes scalars for TensorBoard, in a file {@code events.out.tfevents.<seconds>.<host>} of the run
 * directory; a resumed run adds a file of its own.
 *
 * <p>Steps count env steps. The tags:
 *
 * <ul>
 *   <li>{@code episode/return}: undiscounted sum of the rewards of an episode, at its end
 *   <li>{@code episode/length}: its env steps
 *   <li>{@code train/epsilon}: exploration rate at its end
 *   <li>{@code train/loss}: mean loss of the gradient steps since the episode before
 *   <li>{@code train/mean_q}: mean action value of the replayed transitions in them
 *   <li>{@code train/gradient_steps}: gradient steps so far
 *   <li>{@code evaluation/mean_return}, {@code std_return}, {@code min_return}, {@code max_return},
 *       {@code mean_length}: of the greedy episodes of an evaluation
 * </ul>
 *
 * <p>What is NaN, as the loss before learning starts, is left out. The file is flushed once a
 * second and at the end. Other listeners may add scalars of their own.
 */
public final class TensorBoardLog implements TrainingListener, Stateful, AutoCloseable {
  private static final long FLUSH_MILLIS = 1000;

  private final Path directory;
  private final Clock clock;
  private final String host;
  private final Map<String, Double> values = new LinkedHashMap<>();
  private @Nullable Path path;
  private @Nullable OutputStream out;
  private long flushedMillis;

  /**
   * Logs into a directory, from {@link #onStarted} or the first scalar on.
   *
   * @param clock gives the wall time that TensorBoard shows beside the steps
   */
  public TensorBoardLog(Path directory, Clock clock) {
    this(directory, clock, hostName());
  }

  TensorBoardLog(Path directory, Clock clock, String host) {
    this.directory = directory;
    this.clock = clock;
    this.host = host;
  }

  @Override
  public void onStarted(TrainingStarted event) {
    if (event.envSteps() > 0) {
      // TensorBoard then drops what an earlier file says of later steps: they were lost.
      write(TensorBoardEvents.sessionStart(wallTime(), event.envSteps() + 1));
    } else {
      open();
    }
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    put("episode/return", event.episodeReturn());
    put("episode/length", (double) event.length());
    put("train/epsilon", event.epsilon());
    put("train/loss", event.loss());
    put("train/mean_q", event.meanQ());
    put("train/gradient_steps", (double) event.gradientSteps());
    writeValues(event.envSteps());
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    EvaluationNumbers evaluation = EvaluationNumbers.of(event.evaluation());
    put("evaluation/mean_return", evaluation.mean());
    put("evaluation/std_return", evaluation.std());
    put("evaluation/min_return", evaluation.min());
    put("evaluation/max_return", evaluation.max());
    put("evaluation/mean_length", evaluation.meanLength());
    writeValues(event.envSteps());
  }

  @Override
  public void onEnded(TrainingEnded event) {
    close();
  }

  /**
   * Writes a scalar.
   *
   * @param tag what it is; a slash groups
   * @param step where on the horizontal axis, in env steps or in a unit that its tag explains
   * @param value NaN is left out
   * @throws RunDirectoryException if the file cannot be written
   */
  public void scalar(String tag, long step, double value) {
    put(tag, value);
    writeValues(step);
  }

  /**
   * Forces what was logged to the medium and says how long each file of the run is. A log that
   * cannot be written is one that a run can do without: then it says nothing.
   */
  @Override
  public void write(DataOutput state) throws IOException {
    Map<String, Long> lengths = new LinkedHashMap<>();
    try {
      if (out != null && path != null) {
        out.flush();
        Disk.REAL.force(path);
      }
      for (Path file : RunDirectory.eventFiles(directory)) {
        lengths.put(file.getFileName().toString(), Files.size(file));
      }
    } catch (IOException | RunDirectoryException e) {
      lengths.clear();
    }
    state.writeInt(lengths.size());
    for (Map.Entry<String, Long> file : lengths.entrySet()) {
      state.writeUTF(file.getKey());
      state.writeLong(file.getValue());
    }
  }

  /** Cuts what was logged of a part of the run that is lost, so that no step is there twice. */
  @Override
  public void read(DataInput state) throws IOException {
    Map<String, Long> lengths = new LinkedHashMap<>();
    for (int left = state.readInt(); left > 0; left--) {
      lengths.put(state.readUTF(), state.readLong());
    }
    if (lengths.isEmpty()) {
      return;
    }
    for (Path file : RunDirectory.eventFiles(directory)) {
      Long length = lengths.get(file.getFileName().toString());
      if (length == null) {
        Disk.REAL.delete(file);
      } else {
        Disk.REAL.cut(file, length);
      }
    }
  }

  /** Flushes and closes the file; a second call does nothing. A later scalar begins a new file. */
  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw cannotWrite(e);
      } finally {
        out = null;
      }
    }
  }

  private void put(String tag, double value) {
    if (!Double.isNaN(value)) {
      values.put(tag, value);
    }
  }

  private void writeValues(long step) {
    if (!values.isEmpty()) {
      write(TensorBoardEvents.scalars(wallTime(), step, values));
      values.clear();
    }
  }

  private void write(byte[] event) {
    OutputStream stream = open();
    try {
      TensorBoardEvents.writeRecord(stream, event);
      long now = clock.millis();
      if (now - flushedMillis >= FLUSH_MILLIS) {
        stream.flush();
        flushedMillis = now;
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private OutputStream open() {
    if (out != null) {
      return out;
    }
    String name =
        String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", clock.millis() / 1000, host);
    for (int attempt = 0; ; attempt++) {
      path = directory.resolve(attempt == 0 ? name : name + "." + attempt);
      try {
        OutputStream stream =
            new BufferedOutputStream(
                Files.newOutputStream(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        TensorBoardEvents.writeRecord(stream, TensorBoardEvents.fileVersion(wallTime()));
        stream.flush();
        out = stream;
        return stream;
      } catch (FileAlreadyExistsException e) {
        // An earlier sitting of the same second: the next attempt has another name.
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }
  }

  private RunDirectoryException cannotWrite(IOException e) {
    return RunDirectoryException.cannotWrite(path == null ? directory : path, e);
  }

  private double wallTime() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  /** From the environment: asking the resolver can take seconds on a machine without a network. */
  private static String hostName() {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = System.getenv(variable);
      if (name != null && !name.isBlank()) {
        return RunDirectory.fileName(name);
      }
    }
    return "localhost";
  }
}
