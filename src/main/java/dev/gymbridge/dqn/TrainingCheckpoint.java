package dev.gymbridge.dqn;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Stateful;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run needs to go on, as the files of a checkpoint: the network's own, and {@value #STATE}
 * with the state of each part after its name.
 *
 * <p>A part of the run itself must be there, in its order. What a listener keeps of itself may be
 * missing, in a run that goes on with other listeners.
 *
 * @param network saves and restores itself
 * @param parts of the run
 * @param kept of listeners, which are small
 */
record TrainingCheckpoint(
    QNetwork network, Map<String, Stateful> parts, Map<String, Stateful> kept) {
  private static final String STATE = "state.bin";

  void write(Path directory, Disk disk) {
    try {
      // What listeners keep is about files of theirs, which are then forced before all else.
      Map<String, byte[]> ofListeners = new LinkedHashMap<>();
      for (Map.Entry<String, Stateful> part : kept.entrySet()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.getValue().write(new DataOutputStream(bytes));
        ofListeners.put(part.getKey(), bytes.toByteArray());
      }
      disk.write(directory, () -> network.save(directory));
      Path file = directory.resolve(STATE);
      disk.write(file, () -> writeState(file, ofListeners));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeState(Path file, Map<String, byte[]> ofListeners) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (Map.Entry<String, Stateful> part : parts.entrySet()) {
        out.writeUTF(part.getKey());
        part.getValue().write(out);
      }
      out.writeInt(ofListeners.size());
      for (Map.Entry<String, byte[]> part : ofListeners.entrySet()) {
        out.writeUTF(part.getKey());
        out.writeInt(part.getValue().length);
        out.write(part.getValue());
      }
    }
  }

  /** Reads everything back; what is read in vain leaves the network as it was. */
  void read(Path directory) {
    Path file = directory.resolve(STATE);
    Map<String, byte[]> ofListeners = new LinkedHashMap<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (Map.Entry<String, Stateful> part : parts.entrySet()) {
        requireNamed(part.getKey(), in.readUTF());
        part.getValue().read(in);
      }
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        ofListeners.put(name, in.readNBytes(in.readInt()));
      }
      network.restore(directory);
      for (Map.Entry<String, byte[]> part : ofListeners.entrySet()) {
        Stateful listener = kept.get(part.getKey());
        if (listener != null) {
          listener.read(new DataInputStream(new ByteArrayInputStream(part.getValue())));
        }
      }
    } catch (EOFException e) {
      throw new CheckpointException(file + " ends early; train anew", e);
    } catch (IOException | RuntimeException e) {
      throw e instanceof CheckpointException known
          ? known
          : new CheckpointException(
              "cannot read %s: %s; train anew".formatted(file, e.getMessage()), e);
    }
  }

  private static void requireNamed(String wanted, String found) throws IOException {
    if (!wanted.equals(found)) {
      throw new IOException("it holds \"%s\" in place of \"%s\"".formatted(found, wanted));
    }
  }
}
