package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.testkit.Await;
import dev.gymbridge.testkit.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training comes to whose only server is killed, or stopped for a while. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class OutageIT {
  private static final int N = 3;

  /** So many that a server is killed long before they are taken. */
  private static final int STEPS = 9_000;

  private static final int ENDLESS = 10_000_000;

  @TempDir private Path directory;

  private CompletableFuture<Gymbridge.Result> train(boolean lane, String... more) {
    return train(STEPS, lane, more);
  }

  private CompletableFuture<Gymbridge.Result> train(int steps, boolean lane, String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--run-dir", run().toString(), "--json"));
    args.addAll(List.of("--total-steps", "" + steps, "--no-test", "--num-envs", "" + N));
    args.addAll(List.of("--set", "evaluation_period=null", "--set", "hidden_sizes=[32]"));
    args.addAll(List.of("--set", "final_evaluation_episodes=0", "--set", "stop_at_return=null"));
    args.addAll(List.of(more));
    if (!lane) {
      args.add("--no-lane");
    }
    return CompletableFuture.supplyAsync(() -> Gymbridge.run(args.toArray(String[]::new)));
  }

  private Path run() {
    return directory.resolve("run");
  }

  private void awaitEpisodes(CompletableFuture<?> training) throws Exception {
    Path progress = run().resolve("progress.csv");
    Await.until(
        "episodes that are over",
        () -> {
          assertThat(training).isNotDone();
          return Files.exists(progress) && Files.size(progress) >= 500;
        });
  }

  private static void requireWhole(Gymbridge.Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    // Fewer where the server dies while it begins an episode for those that ended.
    assertThat(result.json().get("interrupted_episodes").getAsInt()).isBetween(1, N);
    assertThat(result.json().get("env_steps").getAsInt()).isBetween(STEPS, STEPS + N - 1);
    assertThat(result.err()).contains("3 of 3 environments made again on ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhenTheServerIsBack(boolean lane) throws Exception {
    try (BridgeServer server = BridgeServer.start()) {
      String address = server.connection().address();
      CompletableFuture<Gymbridge.Result> training = train(lane, "--server", address);
      awaitEpisodes(training);
      server.handle().destroyForcibly();
      TimeUnit.SECONDS.sleep(2);
      try (BridgeServer back = BridgeServer.startAt(address)) {
        requireWhole(training.get());
        assertThat(back.handle().isAlive()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhenItsOwnServerIsStartedAgain(boolean lane) throws Exception {
    CompletableFuture<Gymbridge.Result> training = train(lane);
    awaitEpisodes(training);
    ProcessHandle own =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains("gymbridge_server"))
            .findFirst()
            .orElseThrow();
    own.destroyForcibly();
    Gymbridge.Result result = training.get();
    requireWhole(result);
    assertThat(result.err()).contains("the environment server is gone; it is started again");
  }

  /** Whether the time limit of a step is met meanwhile depends on how busy the machine is. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhenTheServerAndItsProcessesWereStopped(boolean lane) throws Exception {
    try (BridgeServer server = BridgeServer.start()) {
      CompletableFuture<Gymbridge.Result> training =
          train(lane, "--server", server.connection().address(), "--step-seconds", "3");
      awaitEpisodes(training);
      Signal.STOP.toFamilyOf(server.handle());
      TimeUnit.SECONDS.sleep(8);
      Signal.CONT.toFamilyOf(server.handle());
      Gymbridge.Result result = training.get();
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.json().get("interrupted_episodes").getAsInt()).isBetween(0, N);
      assertThat(result.json().get("env_steps").getAsInt()).isBetween(STEPS, STEPS + N - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWithACheckpointWhenTheServerDoesNotComeBack(boolean lane) throws Exception {
    try (BridgeServer server = BridgeServer.start()) {
      CompletableFuture<Gymbridge.Result> training =
          train(ENDLESS, lane, "--server", server.connection().address(), "--outage-seconds", "2");
      awaitEpisodes(training);
      server.handle().destroyForcibly();
      Gymbridge.Result result = training.get();
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err())
          .contains("is gone")
          .contains("; tried again for up to 2 s, in vain: nothing answers at ")
          .contains("What was trained before this failure is kept")
          .doesNotContain("\tat ");
      assertThat(run().resolve("checkpoint")).isDirectory();
    }
  }
}
