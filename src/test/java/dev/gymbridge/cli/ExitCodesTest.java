package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exit code of each command for each way in which it can end, as far as no Python is needed;
 * what needs one is in {@link EndToEndIT} and {@link SignalsIT}.
 *
 * <p>RUN is a trained run, LOST one whose environment is gone, NEW a path where nothing is yet.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExitCodesTest {
  @TempDir private static Path runs;

  @TempDir private Path folder;
  private Process process;

  @BeforeAll
  static void train() throws IOException {
    Path run = runs.resolve("run");
    Gymbridge.Result trained =
        Gymbridge.run(
            "train",
            "native:CartPole-v1",
            "--no-test",
            "--total-steps=300",
            "--run-dir=" + run,
            "--set=final_evaluation_episodes=1");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    Path lost = Files.createDirectory(runs.resolve("lost"));
    String config = Files.readString(run.resolve("config.json"));
    Files.writeString(lost.resolve("config.json"), config.replace("CartPole-v1", "Gone-v1"));
    Files.createSymbolicLink(lost.resolve("checkpoint"), run.resolve("checkpoint"));
  }

  @AfterEach
  void leavesNothingRunning() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String[] words(String line) {
    return Arrays.stream(line.split(" "))
        .map(word -> word.replace("RUN", runs.resolve("run").toString()))
        .map(word -> word.replace("LOST", runs.resolve("lost").toString()))
        .map(word -> word.replace("NEW", folder.resolve("new").toString()))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | train native:CartPole-v1 --no-test --total-steps 100 --run-dir NEW",
        "0 | train --resume RUN",
        "0 | evaluate RUN --episodes 1",
        "0 | evaluate RUN --episodes 3 --num-envs 2",
        "0 | record RUN --out NEW.gif",
        "0 | check native:CartPole-v1 --frugal",
        "0 | export RUN --out NEW",
        "0 | report RUN",
        "0 | compare RUN --out NEW",
        "0 | presets",
        "0 | tune --env native:CartPole-v1 --trials 1 --total-steps 100 --set evaluation_envs=shared --out NEW",
        "0 | bench --only update --seconds 0.01 --rounds 1 --num-envs 2",
        "0 | completion",
        // A window that there is no display for.
        "1 | watch RUN --episodes 1",
        "1 | train native:CartPole-v1 --no-test --total-steps 100 --run-dir RUN",
        "1 | record RUN --out RUN/config.gif/agent.gif",
        // An environment that cannot be made.
        "1 | train native:Gone-v1 --no-test --run-dir NEW",
        "1 | train --resume LOST --total-steps 500",
        "1 | evaluate LOST",
        "1 | record LOST --out NEW.gif",
        "1 | check native:Gone-v1",
        "1 | tune --env native:Gone-v1 --trials 1 --total-steps 100 --out NEW",
        // A server that does not answer.
        "1 | train CartPole-v1 --server localhost:1 --outage-seconds 0.1 --run-dir NEW",
        "1 | envs --server localhost:1",
        "1 | check CartPole-v1 --server localhost:1",
        "1 | bench --only step --server localhost:1",
        "1 | doctor --server localhost:1",
        "1 | tune --env CartPole-v1 --server localhost:1 --out NEW",
        // A run that is not there.
        "2 | train --resume nowhere",
        "2 | evaluate nowhere",
        "2 | watch nowhere",
        "2 | record nowhere --out NEW.gif",
        "2 | export nowhere --out NEW",
        "2 | report nowhere",
        "2 | compare nowhere",
        "2 | evaluate --pretrained Pong-v0",
        // Options that do not exist.
        "2 | train --nosuch",
        "2 | evaluate --nosuch",
        "2 | watch --nosuch",
        "2 | record --nosuch",
        "2 | envs --nosuch",
        "2 | check --nosuch",
        "2 | export --nosuch",
        "2 | report --nosuch",
        "2 | bench --nosuch",
        "2 | compare --nosuch",
        "2 | presets --nosuch",
        "2 | tune --nosuch",
        "2 | completion --nosuch",
        "2 | doctor --nosuch",
        "2 | nosuch",
        // Values that are not allowed.
        "2 | train --total-steps 0",
        "2 | train --num-envs 0",
        "2 | train --env-arg nonsense",
        "2 | train --resume RUN --total-steps 0",
        "2 | evaluate RUN --episodes 0",
        "2 | evaluate RUN --num-envs 0",
        "2 | evaluate RUN --seed -1",
        "2 | watch RUN --episodes -1",
        "2 | record RUN --out NEW.gif --episode -1",
        "2 | record RUN --out NEW.txt",
        "2 | record RUN --out NEW.gif --scale -1",
        "2 | record RUN",
        "2 | export RUN",
        "2 | check native:CartPole-v1 --num-envs 1",
        "2 | bench --seconds 0",
        "2 | tune --env native:CartPole-v1 --trials 0",
        "2 | compare",
        "2 | completion fish",
      })
  void tellsHowACommandEnded(int exitCode, String line) {
    Gymbridge.Result result = Gymbridge.run(words(line));
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    assertThat(result.err()).doesNotContain("\tat ", "defect of gymbridge");
    boolean findings = line.matches("(check native|doctor --server).*") && exitCode == 1;
    assertThat(result.err().lines().filter(l -> l.startsWith("gymbridge: ")))
        .hasSize(exitCode == 0 || findings ? 0 : 1);
  }

  /** Each says what it is at before it begins: from then on it is interrupted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train native:CartPole-v1 --no-test --total-steps 100m --run-dir NEW",
        "evaluate RUN --episodes 10m",
        "record RUN --out NEW.gif --episodes 10m",
        "check native:CartPole-v1 --num-envs 100000",
        "tune --env native:CartPole-v1 --total-steps 100m --out NEW",
        "bench --only update --seconds 600",
      })
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  @Tag("thorough")
  void endsWith130WhenItIsInterrupted(String line) throws Exception {
    List<String> words = new ArrayList<>(List.of(words(line)));
    words.add("--json");
    process =
        new ProcessBuilder(JavaCommand.ofMain(Main.class, words.toArray(String[]::new)))
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader err = process.errorReader()) {
      said.append(err.readLine());
      process.toHandle().destroy();
      err.lines().forEach(each -> said.append('\n').append(each));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said.toString()).isEqualTo(130);
    assertThat(said).doesNotContain("\tat ", "defect of gymbridge");
    assertThat(Files.readString(folder.resolve("out")))
        .contains("\"arguments\":[\"" + words.get(0) + "\"");
  }
}
