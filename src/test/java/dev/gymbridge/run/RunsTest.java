package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  @TempDir Path root;

  @Test
  void theNewestIsTheOneBegunOrGoneOnWithLast() throws IOException {
    run("A-v1/one", 1_000);
    run("B-v1/two", 3_000);
    run("A-v1/three", 2_000);
    assertThat(Runs.newest(root)).map(RunDirectory::path).contains(root.resolve("B-v1/two"));
  }

  @Test
  void thereIsNoneInAnEmptyOrMissingFolder() {
    assertThat(Runs.newest(root)).isEmpty();
    assertThat(Runs.newest(root.resolve("missing"))).isEmpty();
  }

  @Test
  void findsRunsInAFolderAndInTheFoldersInIt() throws IOException {
    run("A-v1/one", 3_000);
    run("A-v1/two", 2_000);
    run("B-v1/three", 1_000);
    assertThat(Runs.allIn(root))
        .extracting(RunDirectory::name)
        .containsExactly("one", "two", "three");
    assertThat(Runs.allIn(root.resolve("A-v1")))
        .extracting(RunDirectory::name)
        .containsExactly("one", "two");
    assertThat(Runs.allIn(root.resolve("A-v1/two")))
        .extracting(RunDirectory::name)
        .containsExactly("two");
    assertThat(Runs.oneIn(root).name()).isEqualTo("one");
    assertThat(Runs.oneIn(root.resolve("A-v1/two")).name()).isEqualTo("two");
  }

  @Test
  void looksForNoRunWithinARunAndTakesNoExportForOne() throws IOException {
    run("one", 1_000);
    run("one/inner", 2_000);
    run("exported/assets.extra", 3_000);
    assertThat(Runs.allIn(root)).extracting(RunDirectory::name).containsExactly("one");
    assertThat(Runs.oneIn(root).name()).isEqualTo("one");
    assertThat(Runs.oneIn(root.resolve("exported")).path())
        .isEqualTo(root.resolve("exported/assets.extra"));
  }

  @Test
  void namesARunToWhomeverNamesAFolderWhereOneIsMeant() throws IOException {
    run("A-v1/one", 1_000);
    run("A-v1/two", 2_000);
    assertThatThrownBy(() -> RunDirectory.open(root))
        .hasMessage(
            "%s is not a run directory, but holds 2; name one of them, such as %s"
                .formatted(root, root.resolve("A-v1/two")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are others there")
  void passesOverFoldersThatMayNotBeRead() throws IOException {
    run("A-v1/one", 1_000);
    Path closed = Files.createDirectories(root.resolve("closed"));
    Path empty = Files.createDirectories(root.resolve("empty/closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("---------"));
    try {
      assumeThat(Files.isReadable(closed)).as("who may read everything").isFalse();
      assertThat(Runs.newest(root)).map(RunDirectory::name).contains("one");
      assertThatThrownBy(() -> Runs.oneIn(empty.getParent()))
          .hasMessageContaining("is not a run directory: config.json is missing");
      assertThatThrownBy(() -> Runs.oneIn(closed))
          .hasMessage("cannot read %s: permission denied".formatted(closed));
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private void run(String name, long modified) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    Path config = Files.writeString(directory.resolve("config.json"), "{}");
    Files.setLastModifiedTime(config, FileTime.fromMillis(modified));
  }
}
