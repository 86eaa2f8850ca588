package dev.gymbridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.testkit.InMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final int DAMAGED_FILES = 1_000;

  @TempDir(factory = InMemory.class)
  private Path run;

  private Path directory;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    directory = run.resolve("checkpoint");
    store = new CheckpointStore(directory, Disk.REAL);
  }

  private void write(int steps) {
    JsonObject about = new JsonObject();
    about.addProperty("env_steps", steps);
    store.write(
        about,
        fresh -> {
          byte[] numbers = new byte[300];
          new Random(steps).nextBytes(numbers);
          writeFile(fresh.resolve("state.bin"), numbers);
          writeFile(fresh.resolve("q-network.bin"), new byte[] {(byte) steps});
        });
  }

  private static void writeFile(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int stepsOfNewest() {
    return store.newest().orElseThrow().about().get("env_steps").getAsInt();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsTheLastTwo() throws IOException {
    assertThat(store.newest()).isEmpty();
    for (int steps = 1; steps <= 4; steps++) {
      write(steps);
      assertThat(stepsOfNewest()).isEqualTo(steps);
    }
    assertThat(names()).containsExactly("000003", "000004");
  }

  @Test
  void takesTheOneBeforeWhenTheNewestIsDamagedAndSaysSo() throws IOException {
    write(1);
    write(2);
    Files.delete(directory.resolve("000002/q-network.bin"));
    StoredCheckpoint newest = store.newest().orElseThrow();
    assertThat(newest.directory()).isEqualTo(directory.resolve("000001"));
    assertThat(newest.passedOver()).containsExactly("000002: q-network.bin is missing");
    write(3);
    assertThat(stepsOfNewest()).isEqualTo(3);
  }

  @Test
  void saysWhatIsWrongWithEachWhenNoneIsWhole() throws IOException {
    write(1);
    write(2);
    Files.write(directory.resolve("000001/state.bin"), new byte[299]);
    Files.delete(directory.resolve("000002/manifest.json"));
    assertThatThrownBy(store::newest)
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "no checkpoint in %s is whole (000002: manifest.json is missing; 000001: state.bin is cut short: it has 299 of 300 bytes); bring one back from a copy, or train anew",
            directory);
  }

  @Test
  void namesAFormatThatItDoesNotRead() throws IOException {
    write(1);
    Path manifest = directory.resolve("000001/manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"format\": 3", "\"format\": 9"));
    assertThatThrownBy(store::newest)
        .hasMessageContaining("000001: it is of format 9, this gymbridge reads formats 2 and 3");
  }

  /** As a network's file does: the CRC32C of all of it is then always the same. */
  @Test
  void takesNoFileOfAnotherForItsOwnThoughBothEndWithTheirOwnChecksum() throws IOException {
    for (int steps = 1; steps <= 2; steps++) {
      ByteBuffer weights = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(steps);
      CRC32C checksum = new CRC32C();
      checksum.update(weights.array(), 0, Long.BYTES);
      weights.putInt((int) checksum.getValue());
      JsonObject about = new JsonObject();
      about.addProperty("env_steps", steps);
      store.write(about, fresh -> writeFile(fresh.resolve("q-network.bin"), weights.array()));
    }
    Files.copy(
        directory.resolve("000001/q-network.bin"),
        directory.resolve("000002/q-network.bin"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(stepsOfNewest()).isEqualTo(1);
  }

  @Test
  void takesAFileOfTheOneBeforeOverWithoutWritingItAgain() throws IOException {
    write(1);
    byte[] numbers = Files.readAllBytes(directory.resolve("000001/state.bin"));
    for (int steps = 2; steps <= 4; steps++) {
      int now = steps;
      JsonObject about = new JsonObject();
      about.addProperty("env_steps", steps);
      store.writeUpon(
          about,
          draft -> {
            assertThat(draft.before()).contains("state.bin", "q-network.bin");
            draft.takeOver("state.bin");
            draft.write("q-network.bin", out -> out.write(now));
          });
      assertThat(Files.isSameFile(newest("state.bin"), before(steps, "state.bin"))).isTrue();
    }
    assertThat(stepsOfNewest()).isEqualTo(4);
    assertThat(newest("state.bin")).hasBinaryContent(numbers);
    assertThat(newest("q-network.bin")).hasBinaryContent(new byte[] {4});
    CheckpointStore resumed = new CheckpointStore(directory, Disk.REAL);
    resumed.goOnFrom(resumed.newest().orElseThrow());
    resumed.writeUpon(new JsonObject(), draft -> draft.takeOver("state.bin"));
    assertThat(newest("state.bin")).hasBinaryContent(numbers);
  }

  /** Its checksum is that of when it was written: what it has become is not taken for that. */
  @Test
  void takesNoFileForWholeThatWasDamagedBeforeItWasTakenOver() throws IOException {
    write(1);
    Path file = directory.resolve("000001/state.bin");
    byte[] content = Files.readAllBytes(file);
    content[7] ^= 1;
    Files.write(file, content);
    store.writeUpon(new JsonObject(), draft -> draft.takeOver("state.bin"));
    assertThatThrownBy(store::newest)
        .hasMessageContaining("000002: state.bin is damaged: its checksum is wrong");
  }

  @Test
  void forcesAgainNothingThatItTakesOver() {
    List<Path> forced = new ArrayList<>();
    Disk watched =
        new Disk() {
          @Override
          protected void before(Act act, Path path) {
            if (act == Act.FORCE) {
              forced.add(path.getFileName());
            }
          }
        };
    store = new CheckpointStore(directory, watched);
    write(1);
    assertThat(forced).contains(Path.of("state.bin"));
    forced.clear();
    store.writeUpon(
        new JsonObject(),
        draft -> {
          draft.takeOver("state.bin");
          draft.write("q-network.bin", out -> out.write(2));
        });
    assertThat(forced).contains(Path.of("q-network.bin")).doesNotContain(Path.of("state.bin"));
  }

  private Path newest(String file) {
    return store.newest().orElseThrow().directory().resolve(file);
  }

  private Path before(int steps, String file) {
    return directory.resolve("%06d".formatted(steps - 1)).resolve(file);
  }

  @Test
  void isInNobodysWayWhereOneWasLeftUnfinished() throws IOException {
    write(1);
    Files.createDirectories(directory.resolve("000002.part"));
    Files.write(directory.resolve("000002.part/state.bin"), new byte[9]);
    assertThat(stepsOfNewest()).isEqualTo(1);
    write(2);
    assertThat(names()).containsExactly("000001", "000002");
  }

  @Test
  void leavesNothingOfOneThatCouldNotBeWritten() throws IOException {
    write(1);
    assertThatThrownBy(this::writeOnFullDisk)
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "cannot write a checkpoint into %s: No space left on device; the one before is whole: go on from it when that is mended",
            directory);
    assertThat(names()).containsExactly("000001");
    assertThat(stepsOfNewest()).isEqualTo(1);
  }

  @Test
  void callsNoneWholeThatIsDamagedWhereAnotherCouldNotBeWritten() throws IOException {
    write(1);
    Files.delete(directory.resolve("000001/state.bin"));
    assertThatThrownBy(this::writeOnFullDisk)
        .hasMessageContaining("No space left on device; no checkpoint in ")
        .hasMessageContaining("is whole (000001: state.bin is missing)");
    assertThat(store.holdsWhole()).isFalse();
  }

  @Test
  void saysThatThereIsNoneBeforeOneThatCouldNotBeWritten() throws IOException {
    assertThatThrownBy(this::writeOnFullDisk)
        .hasMessageEndingWith("No space left on device; there is none before it: mend that first");
    assertThat(names()).isEmpty();
  }

  @Test
  void leavesNothingOfOneWhoseWriterFailsInItsOwnWords() throws IOException {
    CheckpointException own = new CheckpointException("it has no name");
    assertThatThrownBy(
            () ->
                store.write(
                    new JsonObject(),
                    fresh -> {
                      writeFile(fresh.resolve("state.bin"), new byte[9]);
                      throw own;
                    }))
        .isSameAs(own);
    assertThat(names()).isEmpty();
  }

  private void writeOnFullDisk() {
    store.write(
        new JsonObject(),
        fresh -> {
          writeFile(fresh.resolve("state.bin"), new byte[9]);
          throw new UncheckedIOException(new IOException("No space left on device"));
        });
  }

  @Test
  void makesNoRunDirectoryAnewThatIsGone() throws IOException {
    CheckpointStore gone = new CheckpointStore(run.resolve("gone/checkpoint"), Disk.REAL);
    assertThatThrownBy(() -> gone.write(new JsonObject(), fresh -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("its run directory is gone");
    assertThat(run.resolve("gone")).doesNotExist();
  }

  /** Cut short, one bit flipped, longer, or empty: what is taken is always what was written. */
  @Test
  void takesNoDamagedFileOfAThousandForWhole() throws IOException {
    write(1);
    write(2);
    Path newest = directory.resolve("000002");
    List<Path> files = Manifest.filesIn(newest);
    byte[] numbers = Files.readAllBytes(newest.resolve("state.bin"));
    int passedOver = 0;
    for (int trial = 0; trial < DAMAGED_FILES; trial++) {
      Random random = new Random(trial);
      Path file = files.get(random.nextInt(files.size()));
      byte[] content = Files.readAllBytes(file);
      Files.write(file, damaged(content, random));
      StoredCheckpoint taken = store.newest().orElseThrow();
      if (taken.directory().equals(newest)) {
        // Only what means nothing was hit: spaces of the manifest.
        assertThat(file.getFileName()).hasToString(Manifest.FILE);
        assertThat(taken.about().get("env_steps").getAsInt()).isEqualTo(2);
        assertThat(newest.resolve("state.bin")).hasBinaryContent(numbers);
      } else {
        assertThat(taken.passedOver()).hasSize(1);
        passedOver++;
      }
      Files.write(file, content);
    }
    assertThat(passedOver).isGreaterThan(DAMAGED_FILES * 9 / 10);
    assertThat(stepsOfNewest()).isEqualTo(2);
  }

  private static byte[] damaged(byte[] content, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(content, random.nextInt(content.length));
      }
      case 1 -> {
        return Arrays.copyOf(content, content.length + 1 + random.nextInt(9));
      }
      default -> {
        byte[] flipped = content.clone();
        flipped[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
    }
  }
}
