package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.cli.Main;
import dev.gymbridge.remote.BridgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real command on three real servers, killed (SIGKILL) twice in mid-run and gone on with. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class KilledRunIT {
  @AutoClose private static final BridgeServer FIRST = BridgeServer.start();
  @AutoClose private static final BridgeServer SECOND = BridgeServer.start();
  @AutoClose private static final BridgeServer THIRD = BridgeServer.start();

  private static final Map<String, List<String>> ENVIRONMENTS =
      Map.of(
          "numbers",
          List.of("--env", "CartPole-v1", "--num-envs", "6"),
          "pictures",
          List.of(
              "--env",
              "tests.environments:Wanderer-v0",
              "--wrapper",
              "FrameStackObservation:stack_size=4",
              "--num-envs",
              "3"));

  @TempDir private Path directory;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void leavesNothingRunning() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(List<String> more) throws IOException {
    List<String> args = new ArrayList<>(List.of("train", "--no-test"));
    args.add("--server");
    args.add(
        Stream.of(FIRST, SECOND, THIRD)
            .map(server -> server.connection().address())
            .collect(Collectors.joining(",")));
    args.addAll(more);
    Process process =
        new ProcessBuilder(JavaCommand.ofMain(Main.class, args.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(said().toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path said() {
    return directory.resolve("said");
  }

  private Process train(Path run, String observations) throws IOException {
    List<String> args = new ArrayList<>(Objects.requireNonNull(ENVIRONMENTS.get(observations)));
    args.addAll(List.of("--run-dir", run.toString(), "--total-steps", "3000", "--record-actions"));
    for (String set :
        List.of(
            "hidden_sizes=[8]",
            "batch_size=8",
            "learning_starts=100",
            "buffer_capacity=1000",
            "checkpoint_period=300 env_steps",
            "evaluation_period=1000 env_steps",
            "evaluation_episodes=2",
            "max_evaluation_episode_steps=50",
            "final_evaluation_episodes=0")) {
      args.addAll(List.of("--set", set));
    }
    return start(args);
  }

  private void awaitEnd(Process process) throws Exception {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said())).isZero();
  }

  /** Once so many episodes have ended. */
  private void kill(Process process, RunDirectory run, int episodes) throws Exception {
    while (Files.notExists(run.progress())
        || Files.readAllLines(run.progress()).size() <= episodes) {
      assertThat(process.isAlive()).as(Files.readString(said())).isTrue();
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run.summary()).doesNotExist();
  }

  @Test
  void endsWithTheBytesOfARunThatWasNotKilled() throws Exception {
    requireTheSameBytes("numbers");
  }

  @Test
  @Tag("thorough")
  void endsWithTheBytesOfARunOnPicturesThatWasNotKilled() throws Exception {
    requireTheSameBytes("pictures");
  }

  private void requireTheSameBytes(String observations) throws Exception {
    RunDirectory whole = RunDirectory.createAt(directory.resolve("whole"));
    awaitEnd(train(whole.path(), observations));
    int episodes = Files.readAllLines(whole.progress()).size() - 1;

    RunDirectory run = RunDirectory.createAt(directory.resolve("killed"));
    kill(train(run.path(), observations), run, episodes / 4);
    List<String> resume = List.of("--resume", run.path().toString());
    kill(start(resume), run, episodes / 2);
    awaitEnd(start(resume));
    RunRemains.of(run)
        .withoutPlacesInFiles()
        .requireSame(RunRemains.of(whole).withoutPlacesInFiles(), "killed twice");
  }
}
