package dev.gymbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.file.FileTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Replay buffers as they are written and read, and whether two are the same. */
final class StoredBuffers {
  private StoredBuffers() {}

  /** What is written of a buffer beside its observations. */
  static byte[] bytesOf(ReplayBuffer buffer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    buffer.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static void read(ReplayBuffer into, byte[] bytes) throws IOException {
    into.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  /** Makes one buffer what the other is, by way of bytes and files. */
  static void copy(ReplayBuffer from, ReplayBuffer into) throws IOException {
    read(into, bytesOf(from));
    Path directory = Files.createTempDirectory("observations");
    try (ObservationSnapshot snapshot = from.observations()) {
      for (ObservationFile file : snapshot.files(List.of())) {
        write(file, directory);
      }
      into.readObservations(directory);
    } finally {
      FileTree.delete(directory);
    }
  }

  static void write(ObservationFile file, Path directory) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(file.name()))) {
      file.writeTo(out);
    }
  }

  /** Both give the same batch of bytes. */
  static void requireSame(ReplayBuffer is, ReplayBuffer as, int rows, int size) {
    Batch expected = Batch.ofBytes(rows, size);
    Batch found = Batch.ofBytes(rows, size);
    as.sample(expected, new SplittableRandom(1));
    is.sample(found, new SplittableRandom(1));
    assertThat(found.observations().bytes()).isEqualTo(expected.observations().bytes());
    assertThat(found.nextObservations().bytes()).isEqualTo(expected.nextObservations().bytes());
  }
}
