package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training comes to whose environment crashes or hangs: on one server and on three. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CrashingRunIT {
  private static final List<BridgeServer> SERVERS = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    for (int i = 0; i < 3; i++) {
      SERVERS.add(BridgeServer.start("--isolate"));
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(BridgeServer::close);
  }

  /** Of an environment that segfaults at action 1, if its arguments do not say otherwise. */
  private Gymbridge.Result train(int servers, boolean lane, String... more) {
    List<String> args =
        new ArrayList<>(List.of("train", "--env", "tests.environments:Breaking-v0", "--json"));
    args.addAll(List.of("--run-dir", run().toString(), "--total-steps", "300", "--no-test"));
    args.addAll(List.of("--num-envs", "3", "--max-episode-steps", "10"));
    args.addAll(List.of("--set", "evaluation_period=null", "--set", "hidden_sizes=[8]"));
    args.addAll(List.of("--set", "final_evaluation_episodes=0"));
    args.addAll(List.of(more));
    return run(servers, lane, args);
  }

  private static Gymbridge.Result run(int servers, boolean lane, List<String> args) {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("--server", addresses(servers)));
    if (!lane) {
      all.add("--no-lane");
    }
    return Gymbridge.run(all.toArray(String[]::new));
  }

  private static String addresses(int servers) {
    return SERVERS.stream()
        .limit(servers)
        .map(server -> server.connection().address())
        .collect(Collectors.joining(","));
  }

  private Path run() {
    return directory.resolve("run");
  }

  @ParameterizedTest
  @CsvSource({"1,true", "3,false"})
  void goesOnWithoutTheEpisodesThatACrashCost(int servers, boolean lane) {
    requireToGoOn(servers, lane);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"1,false", "3,true"})
  void goesOnWithoutThemOverEveryCarrier(int servers, boolean lane) {
    requireToGoOn(servers, lane);
  }

  private void requireToGoOn(int servers, boolean lane) {
    Gymbridge.Result result =
        trainThroughOne(servers, lane, "segfault", "died of signal 11 (SIGSEGV) in step");
    requireLost(result, servers);
  }

  /** On several servers more than one where they break before the first has left its mark. */
  private static void requireLost(Gymbridge.Result result, int servers) {
    assertThat(result.json().get("interrupted_episodes").getAsInt())
        .as(result.err())
        .isBetween(servers == 1 ? 3 : 1, 3);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"1,true", "1,false", "3,true", "3,false"})
  void goesOnWithoutTheEpisodesThatAHangCost(int servers, boolean lane) {
    // A step of a busy machine may take a second; a vector has as long for each environment.
    Gymbridge.Result result =
        trainThroughOne(servers, lane, "hang", "sent no reply within", "--step-seconds", "4");
    requireLost(result, servers);
  }

  /** One process alone, by SIGSTOP in mid-step; it is given up after the limit of a step. */
  @ParameterizedTest
  @CsvSource("1,true")
  @Tag("thorough")
  void goesOnWithoutTheEpisodesOfAProcessThatIsStopped(int servers, boolean lane) throws Exception {
    requireToGoOnWithoutAStoppedProcess(servers, lane);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"1,false", "3,true", "3,false"})
  void goesOnWithoutThemOfAStoppedProcessOverEveryCarrier(int servers, boolean lane)
      throws Exception {
    requireToGoOnWithoutAStoppedProcess(servers, lane);
  }

  private void requireToGoOnWithoutAStoppedProcess(int servers, boolean lane) throws Exception {
    Gymbridge.Result result =
        trainThroughOne(servers, lane, "stop", "sent no reply within", "--step-seconds", "4");
    requireLost(result, servers);
    long stopped = Long.parseLong(Files.readString(directory.resolve("mark")));
    Await.until(
        "the end of the process that is stopped", () -> ProcessHandle.of(stopped).isEmpty());
  }

  /** Trains to the end though an environment breaks once, in this way. */
  private Gymbridge.Result trainThroughOne(
      int servers, boolean lane, String how, String said, String... more) {
    List<String> args = new ArrayList<>(List.of("--env-arg", "how=" + how));
    args.addAll(List.of("--env-arg", "mark=" + directory.resolve("mark")));
    args.addAll(List.of("--env-arg", "once=true"));
    args.addAll(List.of(more));
    Gymbridge.Result result = train(servers, lane, args.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains(said);
    assertThat(result.json().get("env_steps").getAsInt()).isBetween(300, 302);
    return result;
  }

  @ParameterizedTest
  @CsvSource("1,true")
  @Tag("thorough")
  void endsWithACheckpointAndTheReasonWhereCrashesDoNotEnd(int servers, boolean lane) {
    requireToEnd(servers, lane);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"1,false", "3,true", "3,false"})
  void endsWithThemOverEveryCarrier(int servers, boolean lane) {
    requireToEnd(servers, lane);
  }

  private void requireToEnd(int servers, boolean lane) {
    Gymbridge.Result result = train(servers, lane);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("broke off 6 times with no whole episode between")
        .contains("died of signal 11 (SIGSEGV) in step")
        .contains("What was trained before this failure is kept")
        .doesNotContain("\tat ");
    assertThat(run().resolve("checkpoint")).isDirectory();
    assertThat(Files.exists(run().resolve("summary.json"))).isTrue();

    Gymbridge.Result resumed =
        run(servers, lane, List.of("train", "--resume", run().toString(), "--no-test"));
    assertThat(resumed.err()).contains("broke off 6 times with no whole episode between");
  }
}
