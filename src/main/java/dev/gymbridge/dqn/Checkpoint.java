package dev.gymbridge.dqn;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Stateful;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/** A directory with all that a run needs to go on: network, counters, and what has state. */
final class Checkpoint {
  private static final String PROGRESS = "training.json";
  private static final String STATE = "state.bin";
  private static final int STATE_VERSION = 1;

  /**
   * How far the run was.
   *
   * @param trainPeriodsOwed after which no gradient steps were taken yet
   * @param evaluations what was evaluated; null in a checkpoint of an older version
   */
  record Progress(
      long envSteps,
      long gradientSteps,
      long episodes,
      long trainPeriodsOwed,
      Evaluations.@Nullable State evaluations) {}

  private Checkpoint() {}

  static void write(
      Path directory,
      Progress progress,
      QNetwork network,
      List<Stateful> parts,
      Consumer<Path> besideWeights) {
    replace(
        directory,
        fresh -> {
          network.save(fresh);
          besideWeights.accept(fresh);
          try {
            Files.writeString(fresh.resolve(PROGRESS), new Gson().toJson(progress) + "\n");
            writeState(fresh.resolve(STATE), parts);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Reads everything back; what is read in vain leaves the network as it was. */
  static Progress read(Path directory, QNetwork network, List<Stateful> parts) {
    Path complete = Files.isDirectory(directory) ? directory : sibling(directory, ".old");
    if (!Files.isDirectory(complete)) {
      throw new CheckpointException(
          "no checkpoint at " + directory + "; give the directory of a run that was checkpointed");
    }
    Path progressFile = complete.resolve(PROGRESS);
    try {
      Progress progress = new Gson().fromJson(Files.readString(progressFile), Progress.class);
      if (progress == null) {
        throw new JsonParseException("it is empty");
      }
      readState(complete.resolve(STATE), parts);
      network.restore(complete);
      return progress;
    } catch (IOException | JsonParseException e) {
      throw new CheckpointException(
          "cannot read the checkpoint's %s: %s; resume from another checkpoint, or train anew"
              .formatted(progressFile, e.getMessage()),
          e);
    }
  }

  /** Fills a directory beside the old one and then takes its place, so that one is always whole. */
  static void replace(Path directory, Consumer<Path> fill) {
    Path fresh = sibling(directory, ".new");
    Path old = sibling(directory, ".old");
    try {
      delete(fresh);
      Files.createDirectories(fresh);
      fill.accept(fresh);
      if (Files.isDirectory(directory)) {
        delete(old);
        Files.move(directory, old);
      }
      Files.move(fresh, directory);
      delete(old);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Path sibling(Path directory, String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void writeState(Path file, List<Stateful> parts) throws IOException {
    CRC32C checksum = new CRC32C();
    try (DataOutputStream out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)), checksum))) {
      out.writeInt(STATE_VERSION);
      for (Stateful part : parts) {
        part.write(out);
      }
      out.writeLong(checksum.getValue());
    }
  }

  private static void readState(Path file, List<Stateful> parts) throws IOException {
    CRC32C checksum = new CRC32C();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file)), checksum))) {
      int version = in.readInt();
      if (version != STATE_VERSION) {
        throw new IOException(
            "it is of format %d, this gymbridge reads format %d".formatted(version, STATE_VERSION));
      }
      for (Stateful part : parts) {
        part.read(in);
      }
      long computed = checksum.getValue();
      if (in.readLong() != computed) {
        throw new IOException("its checksum is wrong");
      }
    } catch (EOFException e) {
      throw new CheckpointException(
          file + " is cut short; resume from another checkpoint, or train anew", e);
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot read %s: %s; resume from another checkpoint, or train anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
