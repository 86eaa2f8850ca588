package dev.gymbridge.run;

import static dev.gymbridge.run.InterruptedRunContract.MOMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.cli.Main;
import dev.gymbridge.remote.BridgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real command, killed (SIGKILL) and gone on with: twice in mid-run on three real servers, and
 * natively and on real servers at random moments, of each kind as many as {@code
 * -Dgymbridge.interruptions} says.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class KilledRunIT {
  @AutoClose private static final BridgeServer FIRST = BridgeServer.start();
  @AutoClose private static final BridgeServer SECOND = BridgeServer.start();
  @AutoClose private static final BridgeServer THIRD = BridgeServer.start();

  private static final String SERVERS =
      Stream.of(FIRST, SECOND, THIRD)
          .map(server -> server.connection().address())
          .collect(Collectors.joining(","));

  private static final List<String> NATIVE = words("--env native:CartPole-v1");
  private static final List<String> CLASSIC_SCRIPT =
      words("--env native:CartPole-v1 --preset minimalrl");
  private static final List<String> NUMBERS =
      words("--env CartPole-v1 --num-envs 6 --server " + SERVERS);
  private static final List<String> PRIORITIZED =
      words("--env CartPole-v1 --num-envs 8 --set prioritized_replay=true --server " + SERVERS);
  private static final List<String> SHARED_OVER_STREAMS =
      words(
          "--env CartPole-v1 --num-envs 8 --set evaluation_envs=shared --no-lane --server "
              + FIRST.connection().address());
  private static final List<String> PICTURES =
      words(
          "--env tests.environments:Wanderer-v0 --wrapper FrameStackObservation:stack_size=4"
              + " --num-envs 3 --server "
              + SERVERS);

  @TempDir private Path directory;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void leavesNothingRunning() {
    processes.forEach(Process::destroyForcibly);
  }

  private static List<String> words(String arguments) {
    return List.of(arguments.split(" "));
  }

  private Process start(List<String> more) throws IOException {
    List<String> args = new ArrayList<>(List.of("train", "--no-test"));
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

  private Process train(RunDirectory run, List<String> environment) throws IOException {
    List<String> args = new ArrayList<>(environment);
    args.addAll(
        List.of("--run-dir", run.path().toString(), "--total-steps", "3000", "--record-actions"));
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

  private Process resume(RunDirectory run, List<String> environment) throws IOException {
    List<String> args = new ArrayList<>(List.of("--resume", run.path().toString()));
    if (environment.contains("--no-lane")) {
      args.add("--no-lane");
    }
    int server = environment.indexOf("--server");
    if (server >= 0) {
      args.addAll(environment.subList(server, server + 2));
    }
    return start(args);
  }

  private void awaitEnd(Process process) throws Exception {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said())).isZero();
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private void killOnceSoManyEpisodesEnded(Process process, RunDirectory run, int episodes)
      throws Exception {
    while (Files.notExists(run.progress())
        || Files.readAllLines(run.progress()).size() <= episodes) {
      assertThat(process.isAlive()).as(Files.readString(said())).isTrue();
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    kill(process);
    assertThat(run.summary()).doesNotExist();
  }

  @Test
  void endsWithTheBytesOfARunThatWasNotKilled() throws Exception {
    requireTheSameBytes(NUMBERS);
  }

  @Test
  void endsWithTheBytesOfARunOnPicturesThatWasNotKilled() throws Exception {
    requireTheSameBytes(PICTURES);
  }

  private void requireTheSameBytes(List<String> environment) throws Exception {
    RunDirectory whole = RunDirectory.createAt(directory.resolve("whole"));
    awaitEnd(train(whole, environment));
    int episodes = Files.readAllLines(whole.progress()).size() - 1;

    RunDirectory run = RunDirectory.createAt(directory.resolve("killed"));
    killOnceSoManyEpisodesEnded(train(run, environment), run, episodes / 4);
    killOnceSoManyEpisodesEnded(resume(run, environment), run, episodes / 2);
    awaitEnd(resume(run, environment));
    requireSame(run, whole, "killed twice");
  }

  private static void requireSame(RunDirectory run, RunDirectory whole, String moment)
      throws IOException {
    RunRemains.of(run)
        .withoutPlacesInFiles()
        .requireSame(RunRemains.of(whole).withoutPlacesInFiles(), moment);
  }

  /** For few moments two of the kinds: each trains for ten seconds or more. */
  static Stream<List<String>> kinds() {
    return MOMENTS < 10
        ? Stream.of(NATIVE, SHARED_OVER_STREAMS)
        : Stream.of(NATIVE, CLASSIC_SCRIPT, PRIORITIZED, SHARED_OVER_STREAMS);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @Timeout(value = 1, unit = TimeUnit.HOURS) // for hundreds of moments; these take half a minute
  void endsWithTheBytesOfARunThatWasNotKilledWheneverItIsKilled(List<String> environment)
      throws Exception {
    RunDirectory whole = RunDirectory.createAt(directory.resolve("whole"));
    long started = System.nanoTime();
    awaitEnd(train(whole, environment));
    int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);

    Random random = new Random(1);
    int kills = 0;
    for (int i = 0; kills < MOMENTS; i++) { // some runs are over before their first kill
      RunDirectory run = RunDirectory.createAt(directory.resolve("killed" + i));
      Process process = train(run, environment);
      while (!process.waitFor(random.nextInt(millis), TimeUnit.MILLISECONDS)) {
        kill(process);
        kills++;
        // Without its configuration it had not begun: there is nothing to go on with.
        process = Files.exists(run.config()) ? resume(run, environment) : train(run, environment);
      }
      assertThat(process.exitValue()).as(Files.readString(said())).isZero();
      requireSame(run, whole, "after %d kills in all".formatted(kills));
    }
  }
}
