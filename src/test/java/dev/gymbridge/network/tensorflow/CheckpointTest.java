package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private final Path directory;
  private final TensorFlowQNetwork network;

  CheckpointTest(@TempDir Path directory) {
    this.directory = directory;
    network = TensorFlowQNetwork.create(config(16, 1));
    network.update(batch(1), 3, 0.01);
    network.syncTarget();
    network.update(batch(2), 3, 0.01);
    network.save(directory);
  }

  private static NetworkConfig config(int hidden, long seed) {
    return Configs.of(4, 2, List.of(hidden, 8), false, 1.0, 10.0, 1e-8, seed);
  }

  private static Batch batch(long seed) {
    return Batches.random(60, 4, 2, seed);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Path file() {
    return directory.resolve("q-network.bin");
  }

  private static float[][] values(TensorFlowQNetwork network) {
    return network.variables().stream().map(StoredArray::values).toArray(float[][]::new);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions")
  void isToBeReadByWhoeverMayReadAFileMadeThere() throws IOException {
    Path made = Files.createFile(directory.resolve("made"));
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(Files.getPosixFilePermissions(made));
  }

  @Test
  void givesBackEveryVariableToTheBit() {
    try (TensorFlowQNetwork other = TensorFlowQNetwork.create(config(16, 2))) {
      assertThat(values(other)[0]).isNotEqualTo(values(network)[0]);
      other.restore(directory);
      assertThat(values(other)).isDeepEqualTo(values(network));
    }
  }

  @Test
  void aTrainingThatGoesOnFromItGivesTheSameBits() {
    try (TensorFlowQNetwork other = TensorFlowQNetwork.create(config(16, 2))) {
      other.update(batch(9), 2, 0.1);
      other.restore(directory);
      for (int round = 0; round < 5; round++) {
        assertThat(other.update(batch(round), 5, 0.01))
            .isEqualTo(network.update(batch(round), 5, 0.01));
        other.syncTarget();
        network.syncTarget();
      }
      assertThat(values(other)).isDeepEqualTo(values(network));
    }
  }

  @Test
  void replacesAnOlderOneAndLeavesNothingElse() throws IOException {
    network.update(batch(3), 1, 0.01);
    network.save(directory);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
    float[][] saved = values(network);
    network.update(batch(4), 1, 0.01);
    network.restore(directory);
    assertThat(values(network)).isDeepEqualTo(saved);
  }

  @Test
  void saveNeedsADirectoryThatExists() {
    assertThatThrownBy(() -> network.save(directory.resolve("missing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write the checkpoint")
        .hasMessageContaining("missing");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(file());
    assertRefused("no checkpoint of a network in " + directory);
  }

  @Test
  void aCutAnywhereIsSeenAndTheNetworkStaysAsItWas() throws IOException {
    byte[] whole = Files.readAllBytes(file());
    int[] lengths = {0, 3, 8, 11, 12, 15, 16, 100, 500, whole.length / 2, whole.length - 1};
    for (int length : lengths) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertRefused("is cut short");
    }
  }

  @Test
  void aLongerFileIsSeen() throws IOException {
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
    assertRefused("is damaged: it has " + (whole.length + 1) + " bytes, not " + whole.length);
  }

  @Test
  void aFlippedBitAnywhereIsSeenAndTheNetworkStaysAsItWas() throws IOException {
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at += at < 800 ? 1 : 97) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << (at % 8));
      Files.write(file(), damaged);
      assertRefused("damaged");
    }
  }

  @Test
  void aFileOfSomethingElseIsNotReadAsANetwork() throws IOException {
    Files.writeString(file(), "{\"this\": \"is a preset, and no checkpoint at all\"}");
    assertRefused("is not a checkpoint of a network");
  }

  @Test
  void aDirectoryInItsPlaceIsReported() throws IOException {
    Files.delete(file());
    Files.createDirectory(file());
    assertRefused("cannot read the checkpoint");
  }

  @Test
  void theCheckpointOfAnotherNetworkIsRefusedWithBothShapes() {
    try (TensorFlowQNetwork other = TensorFlowQNetwork.create(config(17, 1))) {
      float[][] before = values(other);
      assertThatThrownBy(() -> other.restore(directory))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("holds a network 4-16-8-2, but this network is 4-17-8-2")
          .hasMessageContaining("config.json");
      assertThat(values(other)).isDeepEqualTo(before);
    }
  }

  private void assertRefused(String why) {
    float[][] before = values(network);
    assertThatThrownBy(() -> network.restore(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(directory.toString());
    assertThat(values(network)).isDeepEqualTo(before);
  }
}
