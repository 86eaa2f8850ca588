package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a locale whose digits are others, such as that of Egypt, a JVM of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LocaleTest {
  @TempDir Path directory;

  @Test
  void trainsAndWritesInTheDigitsOfJsonWhateverTheLocale() throws Exception {
    Path run = directory.resolve("run");
    Path said = directory.resolve("said");
    List<String> command =
        JavaCommand.of(
            "-Duser.language=ar",
            "-Duser.country=EG",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "train",
            "native:CartPole-v1",
            "--total-steps",
            "60",
            "--set",
            "hidden_sizes=[4]",
            "--set",
            "final_evaluation_episodes=1",
            "--no-test",
            "--run-dir",
            run.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("seed 1, up to 60 env steps");
    assertThat(Files.readString(run.resolve("report.html")))
        .doesNotContainPattern("[\u0660-\u0669]");
  }
}
