package dev.gymbridge.report;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.dqn.GrowingFile;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code events.out.tfevents.<seconds>.<host>} of a sitting, made with its first event. It
 * is flushed once a second and at the end.
 *
 * <p>Files are read in the order of their names, so its seconds are more than those of every
 * earlier sitting, also where the clock was set back in between.
 */
final class TensorBoardFile implements GrowingFile, AutoCloseable {
  private static final long FLUSH_NANOS = 1_000_000_000;
  private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{1,18})\\..*");

  private final Path directory;
  private final Clock clock;
  private final String host;
  private final LongSupplier nanoTime; // the clock may be set meanwhile
  private volatile @Nullable Path path;
  private @Nullable OutputStream out;
  private long flushedNanos;

  TensorBoardFile(Path directory, Clock clock, String host, LongSupplier nanoTime) {
    this.directory = directory;
    this.clock = clock;
    this.host = host;
    this.nanoTime = nanoTime;
    flushedNanos = nanoTime.getAsLong() - FLUSH_NANOS;
  }

  /** Adds an event. */
  void write(byte[] event) {
    OutputStream stream = open();
    try {
      TensorBoardEvents.writeRecord(stream, event);
      long now = nanoTime.getAsLong();
      if (now - flushedNanos >= FLUSH_NANOS) {
        stream.flush();
        flushedNanos = now;
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Makes the file, where it is not made yet. */
  OutputStream open() {
    if (out != null) {
      return out;
    }
    Path made =
        directory.resolve(
            String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", firstFreeSecond(), host));
    path = made;
    try {
      OutputStream stream =
          new BufferedOutputStream(
              Files.newOutputStream(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      TensorBoardEvents.writeRecord(stream, TensorBoardEvents.fileVersion(wallTime()));
      stream.flush();
      out = stream;
      return stream;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Now, or the second after the newest file's. */
  private long firstFreeSecond() {
    long seconds = clock.instant().getEpochSecond();
    for (Path file : RunDirectory.eventFiles(directory)) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        seconds = Math.max(seconds, Long.parseLong(name.group(1)) + 1);
      }
    }
    return seconds;
  }

  private RunDirectoryException cannotWrite(IOException e) {
    return RunDirectoryException.cannotWrite(path == null ? directory : path, e);
  }

  /** Seconds since 1970. */
  double wallTime() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  /** A log that cannot be forced is one that a run can do without. */
  @Override
  public void force() {
    Path file = path;
    if (file != null) {
      try {
        Disk.REAL.force(file);
      } catch (IOException e) {
        // What it lacks after a power cut is a few points of a curve.
      }
    }
  }

  /**
   * Says how long each file of the run is. A log that cannot be written is one that a run can do
   * without: then it says nothing.
   */
  @Override
  public void write(DataOutput state) throws IOException {
    Map<String, Long> lengths = new LinkedHashMap<>();
    try {
      if (out != null) {
        out.flush();
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
      cut(file, lengths.get(file.getFileName().toString()));
    }
  }

  /** Deletes it where nothing of it is to stay. */
  private static void cut(Path file, @Nullable Long length) {
    try {
      if (length == null) {
        Disk.REAL.delete(file);
      } else {
        Disk.REAL.cut(file, length);
      }
    } catch (IOException e) {
      // A log that cannot be cut is one that a run can do without, too.
    }
  }

  /** Flushes and closes the file; a second call does nothing. A later event begins a new file. */
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

  /** From the environment: asking the resolver can take seconds on a machine without a network. */
  static String hostName() {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = System.getenv(variable);
      if (name != null && !name.isBlank()) {
        return RunDirectory.fileName(name);
      }
    }
    return "localhost";
  }
}
