package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDirectoryTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);

  private final Path root;

  RunDirectoryTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void namesADirectoryAfterEnvironmentTimeAndSeed() {
    RunDirectory run = Runs.create(root.resolve("runs"), "CartPole-v1", 7, CLOCK);

    assertThat(run.path()).isEqualTo(root.resolve("runs/CartPole-v1/20260304-050607-seed7"));
    assertThat(run.path()).isEmptyDirectory();
    assertThat(run.config()).hasFileName("config.json");
    assertThat(run.learningCurve()).hasFileName("learning-curve.png");
  }

  @Test
  void givesTwoRunsOfTheSameSecondDirectoriesOfTheirOwn() {
    RunDirectory first = Runs.create(root, "CartPole-v1", 0, CLOCK);
    RunDirectory second = Runs.create(root, "CartPole-v1", 0, CLOCK);

    assertThat(second.path()).isNotEqualTo(first.path());
    assertThat(second.path()).hasFileName("20260304-050607-seed0-2");
  }

  @ParameterizedTest
  @CsvSource({
    "ALE/Pong-v5, ALE-Pong-v5",
    "native:CartPole-v1, native-CartPole-v1",
    "my_package:MyEnv-v0, my_package-MyEnv-v0",
    "../../etc/passwd, etc-passwd",
    "C:\\x y, C-x-y",
    ".., environment"
  })
  void makesAnIdSafeForAnyFileSystem(String id, String expected) {
    assertThat(RunDirectory.fileName(id)).isEqualTo(expected);
  }

  @Test
  void makesTheDirectoryAskedForWithItsParents() {
    Path path = root.resolve("a/b");

    assertThat(RunDirectory.createAt(path).path()).isEqualTo(path).isEmptyDirectory();
    assertThat(RunDirectory.createAt(path).path()).isEqualTo(path);
  }

  @Test
  void refusesADirectoryThatHoldsARunAndSaysHowToGoOnWithIt() throws IOException {
    Files.writeString(root.resolve("config.json"), "{}");

    assertThatThrownBy(() -> RunDirectory.createAt(root))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage(
            root
                + " already holds a run; go on with it by --resume "
                + root
                + ", or choose another run directory (--run-dir)");
    assertThat(root.resolve("config.json")).hasContent("{}");
  }

  @Test
  void refusesADirectoryThatHoldsAnythingElse() throws IOException {
    Files.writeString(root.resolve("thesis.tex"), "");

    assertThatThrownBy(() -> RunDirectory.createAt(root))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage(root + " exists and is not empty; choose another run directory (--run-dir)");
  }

  @Test
  void saysThatAFileIsInTheWay() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");

    assertThatThrownBy(() -> RunDirectory.createAt(file))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageContaining("a file of that name is in the way");
  }

  @Test
  void saysThatADirectoryCannotBeWritten() {
    Path proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "a file system that refuses even the superuser");

    assertThatThrownBy(() -> RunDirectory.createAt(proc.resolve("gymbridge")))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageStartingWith("cannot make the run directory /proc/gymbridge: ")
        .hasMessageEndingWith("; choose another run directory (--run-dir)");
  }

  @Test
  void opensTheDirectoryOfAnEarlierRun() throws IOException {
    Files.writeString(root.resolve("config.json"), "{}");

    assertThat(RunDirectory.open(root).path()).isEqualTo(root);
  }

  @Test
  void saysWhichFileIsMissingFromWhatIsNoRunDirectory() throws IOException {
    assertThatThrownBy(() -> RunDirectory.open(root))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageContaining("is empty")
        .hasMessageEndingWith("train --run-dir " + root);
    Files.writeString(root.resolve("notes.txt"), "not a run");
    assertThatThrownBy(() -> RunDirectory.open(root))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageContaining("config.json is missing");
    assertThatThrownBy(() -> RunDirectory.open(root.resolve("nowhere")))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageStartingWith("no run directory ");
  }
}
