package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.remote.BridgeServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in this JVM on one real server; {@link EndToEndIT} starts the packaged program. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BridgeCommandsIT {
  @AutoClose private static final BridgeServer SERVER = BridgeServer.start();

  @TempDir Path directory;

  private static Gymbridge.Result run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", SERVER.connection().address()));
    return Gymbridge.run(all.toArray(String[]::new));
  }

  private static void requireDone(Gymbridge.Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("gymbridge:");
  }

  private String[] training(String runDir, String... more) {
    List<String> args =
        new ArrayList<>(List.of("train", "--run-dir", directory.resolve(runDir).toString()));
    for (String setting :
        List.of("hidden_sizes=[32]", "evaluation_period=null", "final_evaluation_episodes=5")) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private List<String> progress(String runDir) throws IOException {
    return Files.readAllLines(directory.resolve(runDir).resolve("progress.csv"));
  }

  @Test
  void givesTheRunThatTheNativeCartPoleGives() throws IOException {
    requireDone(run(training("bridge", "--total-steps", "1500", "--no-test")));
    requireDone(
        Gymbridge.run(
            training("native", "native:CartPole-v1", "--total-steps", "1500", "--no-test")));
    assertThat(progress("native")).isEqualTo(progress("bridge"));
  }

  @Test
  @Tag("thorough")
  void sameSeedGivesTheSameProgressByteForByte() throws IOException {
    for (String name : List.of("first", "second")) {
      requireDone(run(training(name, "--total-steps", "1500", "--no-test", "--num-envs", "3")));
    }
    assertThat(progress("second")).isEqualTo(progress("first"));
  }

  @Test
  void takesObservationsThatAreNumbers() {
    trainsOn("FrozenLake-v1");
  }

  @ParameterizedTest
  @Tag("thorough")
  @ValueSource(strings = {"Acrobot-v1", "MountainCar-v0"})
  void takesOtherEnvironments(String id) {
    trainsOn(id);
  }

  private void trainsOn(String id) {
    requireDone(run(training("run", id, "--total-steps", "1300", "--set", "test_episodes=1")));
    assertThat(directory.resolve("run/episode.gif")).isNotEmptyFile();
  }

  @Test
  @Tag("thorough")
  void checksAnEnvironment() {
    Gymbridge.Result result = run("check", "--env", "MountainCar-v0", "--frugal", "--json");
    requireDone(result);
    assertThat(result.json().get("failed").getAsInt()).isZero();
    assertThat(result.json().get("passed").getAsInt()).isGreaterThan(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--env CartPol-v1 | CartPole",
        "--env Pendulum-v1 | DQN needs a Discrete one",
        "--env CartPole-v1 --env-arg wind=3 | wind",
      })
  void refusesWhatCannotBeMadeOrLearned(String args, String message) {
    Gymbridge.Result result = run(training("run", args.split(" ", -1)));
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void saysThatNothingListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Gymbridge.Result result = Gymbridge.run(training("run", "--server", "localhost:" + port));
    assertThat(result.err()).contains("nothing answers at localhost:" + port);
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void listsWhatTheServerCanMake() {
    Gymbridge.Result result = run("envs", "cartpole", "--json");
    requireDone(result);
    assertThat(result.out()).contains("CartPole-v1").contains("Discrete(2)");
    JsonObject versions = result.json().getAsJsonObject("versions");
    assertThat(versions.keySet()).contains("gymbridge", "gymnasium");
  }

  @Test
  void failsWhereThereIsNothingToList() {
    Gymbridge.Result result = run("envs", "nosuch", "--json");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json().get("error").getAsString())
        .contains("no environment id contains \"nosuch\"");
  }
}
