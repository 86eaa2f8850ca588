package dev.gymbridge.replay;

import static dev.gymbridge.replay.StoredBuffers.bytesOf;
import static dev.gymbridge.replay.StoredBuffers.requireSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures so large that a piece holds four of them. */
class ObservationSnapshotTest {
  private static final int SIZE = 1 << 16;
  private static final int CAPACITY = 40;

  @TempDir private Path directory;

  private final Observations acted = Observations.ofBytes(1, SIZE);
  private final Observations led = Observations.ofBytes(1, SIZE);

  private static ReplayBuffer buffer() {
    return ReplayBuffer.uniform(ReplaySettings.ofBytes(CAPACITY, SIZE, 0.9));
  }

  /** Steps of episodes of ten: picture t leads to picture t + 1. */
  private void add(ReplayBuffer buffer, int from, int to) {
    for (int t = from; t < to; t++) {
      picture(acted, t);
      picture(led, t + 1);
      buffer.add(0, acted, 0, t, t, led, 0, false, t % 10 == 9);
    }
  }

  private static void picture(Observations into, int t) {
    new SplittableRandom(t).nextBytes(into.bytes());
  }

  /** Writes what is not there; returns the names of all files that it stands in. */
  private List<String> write(
      ObservationSnapshot snapshot, Collection<String> before, List<String> written)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (ObservationFile file : snapshot.files(before)) {
      all.add(file.name());
      if (!file.isThere()) {
        written.add(file.name());
        StoredBuffers.write(file, directory);
      }
    }
    snapshot.close();
    return all;
  }

  private ReplayBuffer read(byte[] state) throws IOException {
    ReplayBuffer read = buffer();
    StoredBuffers.read(read, state);
    read.readObservations(directory);
    return read;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 39, 40, 41, 200})
  void comesBackAsItWas(int steps) throws IOException {
    ReplayBuffer buffer = buffer();
    add(buffer, 0, steps);
    write(buffer.observations(), List.of(), new ArrayList<>());
    ReplayBuffer read = read(bytesOf(buffer));
    requireSame(read, buffer, 50, SIZE);
    add(buffer, steps, steps + 60);
    add(read, steps, steps + 60);
    requireSame(read, buffer, 50, SIZE);
  }

  @Test
  void writesNothingTwiceButThePieceThatIsBeingFilled() throws IOException {
    ReplayBuffer buffer = buffer();
    List<String> written = new ArrayList<>();
    List<String> before = List.of();
    for (int t = 0; t < 150; t += 7) {
      add(buffer, t, t + 7);
      before = write(buffer.observations(), before, written);
      requireSame(read(bytesOf(buffer)), buffer, 50, SIZE);
    }
    written.removeIf(name -> name.equals("observations-last.bin"));
    assertThat(written).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    assertThat(ObservationFile.ranges(written).stream().mapToLong(r -> r.to() - r.from()).sum())
        .isEqualTo(ObservationFile.ranges(before).get(before.size() - 2).to());
  }

  @Test
  void isWhatWasThereThoughTheBufferGoesOn() throws IOException {
    ReplayBuffer buffer = buffer();
    add(buffer, 0, 90);
    ReplayBuffer then = buffer();
    add(then, 0, 90);
    byte[] state = bytesOf(buffer);
    ObservationSnapshot snapshot = buffer.observations();
    add(buffer, 90, 300);
    write(snapshot, List.of(), new ArrayList<>());
    requireSame(read(state), then, 50, SIZE);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    ReplayBuffer buffer = buffer();
    add(buffer, 0, 90);
    List<String> names = write(buffer.observations(), List.of(), new ArrayList<>());
    Files.delete(directory.resolve(names.get(0)));
    byte[] state = bytesOf(buffer);
    assertThatThrownBy(() -> read(state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("observations are missing in " + directory);
  }
}
