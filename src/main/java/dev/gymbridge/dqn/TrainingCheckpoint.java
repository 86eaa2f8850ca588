package dev.gymbridge.dqn;

import dev.gymbridge.checkpoint.Draft;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.ObservationFile;
import dev.gymbridge.replay.ObservationSnapshot;
import dev.gymbridge.replay.ReplayBuffer;
import dev.gymbridge.replay.Stateful;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a run needs to go on, as the files of a checkpoint: the network's own, the observations to
 * replay, {@value #STATE} with the state of each part after its name, and {@value #FILES} with how
 * long the files of listeners were.
 *
 * <p>A part of the run itself must be there, in its order. What a listener keeps of itself may be
 * missing, in a run that goes on with other listeners.
 *
 * @param network saves and restores itself
 * @param parts of the run
 * @param replay whose observations are in files of their own
 * @param kept files of listeners
 */
record TrainingCheckpoint(
    QNetwork network,
    Map<String, Stateful> parts,
    ReplayBuffer replay,
    Map<String, GrowingFile> kept) {
  private static final String STATE = "state.bin";
  private static final String FILES = "files.bin";

  /** Written first; raised when what was written before can no longer be read. */
  private static final String FORMAT = "state 3";

  /** Copies what may change, into what can be written while the run goes on. */
  Snapshot snapshot() {
    try {
      Consumer<Path> weights = network.snapshot();
      return new Snapshot(
          weights, state(), replay.observations(), List.copyOf(kept.values()), lengths());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it takes to go on from a moment, which has passed. */
  record Snapshot(
      Consumer<Path> weights,
      ByteArrayOutputStream state,
      ObservationSnapshot observations,
      List<GrowingFile> files,
      ByteArrayOutputStream lengths)
      implements AutoCloseable {
    void write(Draft draft) throws IOException {
      // So much of them as is said must be there before it is said.
      for (GrowingFile file : files) {
        file.force();
      }
      draft.write(() -> weights.accept(draft.directory()));
      for (ObservationFile file : observations.files(draft.before())) {
        if (file.isThere()) {
          draft.takeOver(file.name());
        } else {
          draft.write(file.name(), file::writeTo);
        }
      }
      draft.write(STATE, state::writeTo);
      draft.write(FILES, lengths::writeTo);
    }

    @Override
    public void close() {
      observations.close();
    }
  }

  private ByteArrayOutputStream state() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(FORMAT);
    for (Map.Entry<String, Stateful> part : parts.entrySet()) {
      out.writeUTF(part.getKey());
      part.getValue().write(out);
    }
    return bytes;
  }

  private ByteArrayOutputStream lengths() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(kept.size());
    for (Map.Entry<String, GrowingFile> file : kept.entrySet()) {
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      file.getValue().write(new DataOutputStream(state));
      out.writeUTF(file.getKey());
      out.writeInt(state.size());
      state.writeTo(out);
    }
    return bytes;
  }

  /** Reads everything back; what is read in vain leaves the network as it was. */
  void read(Path directory) {
    Path file = directory.resolve(STATE);
    try {
      try (DataInputStream in = open(file)) {
        requireNamed(FORMAT, in.readUTF());
        for (Map.Entry<String, Stateful> part : parts.entrySet()) {
          requireNamed(part.getKey(), in.readUTF());
          part.getValue().read(in);
        }
      }
      replay.readObservations(directory);
      network.restore(directory);
      file = directory.resolve(FILES);
      readLengths(file);
    } catch (EOFException e) {
      throw new CheckpointException(file + " ends early; train anew", e);
    } catch (IOException | RuntimeException e) {
      throw e instanceof CheckpointException known
          ? known
          : new CheckpointException(
              "cannot read %s: %s; train anew".formatted(file, e.getMessage()), e);
    }
  }

  private void readLengths(Path from) throws IOException {
    try (DataInputStream in = open(from)) {
      for (int left = in.readInt(); left > 0; left--) {
        GrowingFile file = kept.get(in.readUTF());
        byte[] state = in.readNBytes(in.readInt());
        if (file != null) {
          file.read(new DataInputStream(new ByteArrayInputStream(state)));
        }
      }
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static void requireNamed(String wanted, String found) throws IOException {
    if (!wanted.equals(found)) {
      throw new IOException("it holds \"%s\" in place of \"%s\"".formatted(found, wanted));
    }
  }
}
