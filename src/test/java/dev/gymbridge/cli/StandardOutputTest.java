package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gymbridge.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a command whose standard output cannot be written, in a JVM of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StandardOutputTest {
  @TempDir private Path directory;

  private ProcessBuilder presets() {
    return new ProcessBuilder(
            JavaCommand.of(
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "presets"))
        .redirectError(said().toFile());
  }

  private Path said() {
    return directory.resolve("said");
  }

  private static int exitCode(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    File full = new File("/dev/full");
    assumeThat(full).exists();
    int exitCode = exitCode(presets().redirectOutput(full).start());
    assertThat(Files.readString(said())).contains("standard output cannot be written");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void aReaderWhoHasSeenEnoughIsNone() throws IOException, InterruptedException {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    Process process = presets().start();
    process.getInputStream().close();
    int exitCode = exitCode(process);
    assertThat(Files.readString(said())).isEmpty();
    assertThat(exitCode).isZero();
  }
}
