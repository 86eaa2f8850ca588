package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
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

  private void run(String name, long modified) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    Path config = Files.writeString(directory.resolve("config.json"), "{}");
    Files.setLastModifiedTime(config, FileTime.fromMillis(modified));
  }
}
