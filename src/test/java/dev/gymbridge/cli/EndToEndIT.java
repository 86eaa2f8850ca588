package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.JavaCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program against the real Python server, as processes, as a user runs them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndToEndIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();

  private record Result(int exitCode, String out, String err) {}

  private Process start(String name, String... args) throws IOException {
    Process process =
        new ProcessBuilder(JavaCommand.heedingSigint(JavaCommand.ofProgram(List.of(args))))
            .directory(directory.toFile())
            .redirectOutput(directory.resolve(name + ".out").toFile())
            .redirectError(directory.resolve(name + ".err").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Result finish(String name, Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(),
        Files.readString(directory.resolve(name + ".out"), StandardCharsets.UTF_8),
        Files.readString(directory.resolve(name + ".err"), StandardCharsets.UTF_8));
  }

  private Result run(String... args) throws Exception {
    return finish("command", start("command", args));
  }

  private Result succeeding(String... args) throws Exception {
    Result result = run(args);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private Result train(String runDir, String... more) throws Exception {
    return succeeding(trainArguments(runDir, List.of(more)));
  }

  private static String[] trainArguments(String runDir, List<String> more) {
    List<String> args =
        new ArrayList<>(
            List.of("train", "--run-dir", runDir, "--set", "hidden_sizes=[32]", "--set"));
    args.addAll(List.of("evaluation_period=null", "--set", "stop_at_return=null"));
    args.addAll(more);
    return args.toArray(String[]::new);
  }

  @AfterEach
  void leavesNothingRunning() {
    processes.forEach(Process::destroyForcibly);
    assertThat(serversOf(processes)).isEmpty();
  }

  private static List<Long> serversOf(List<Process> parents) {
    return parents.stream()
        .flatMap(parent -> parent.toHandle().descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  @Test
  void trainsEvaluatesAndRecordsCartPoleOverTheBridge() throws Exception {
    Result trained = train("run", "--total-steps", "1500", "--json");
    assertThat(trained.err()).doesNotContain("gymbridge:");
    JsonObject summary = JsonParser.parseString(trained.out()).getAsJsonObject();
    assertThat(summary.get("env_steps").getAsInt()).isEqualTo(1500);
    Path run = directory.resolve("run");
    assertThat(run.resolve("episode.gif")).exists();
    JsonObject config =
        JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject();
    assertThat(config.getAsJsonObject("versions").keySet())
        .contains("gymbridge", "tensorflow", "gymnasium", "python", "java");

    Result evaluated = succeeding("evaluate", "--run", "run", "--episodes", "30", "--json");
    JsonObject evaluation = JsonParser.parseString(evaluated.out()).getAsJsonObject();
    assertThat(evaluation.get("episodes").getAsInt()).isEqualTo(30);
    assertThat(evaluation.get("policy").getAsString()).isEqualTo("final");

    succeeding("record", "--run", "run", "--out", "agent.gif");
    assertThat(directory.resolve("agent.gif")).isNotEmptyFile();
  }

  @Test
  @Tag("thorough")
  void checksAnEnvironmentOverTheBridge() throws Exception {
    Result result = succeeding("check", "--env", "MountainCar-v0", "--frugal", "--json");
    assertThat(result.err()).doesNotContain("gymbridge:");
    JsonObject report = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(report.get("failed").getAsInt()).isZero();
    assertThat(report.get("passed").getAsInt()).isGreaterThan(60);
  }

  @Test
  @Tag("thorough")
  void measuresWhatAStepAndAnUpdateCost() throws Exception {
    Result result =
        succeeding("bench", "--num-envs", "1,4", "--seconds", "0.2", "--rounds", "2", "--json");
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.getAsJsonArray("steps"))
        .extracting(row -> row.getAsJsonObject().get("way").getAsString())
        .startsWith("Gymnasium in its process", "bridge, gRPC stream", "bridge, lane", "native")
        .endsWith("bridge, lane, vectorised", "native");
    assertThat(json.getAsJsonArray("networks")).hasSize(3);
  }

  @Test
  @Tag("thorough")
  void sameSeedGivesTheSameProgressByteForByte() throws Exception {
    train("first", "--total-steps", "1500", "--no-test", "--num-envs", "3");
    train("second", "--total-steps", "1500", "--no-test", "--num-envs", "3");
    assertThat(Files.readAllBytes(directory.resolve("second/progress.csv")))
        .isEqualTo(Files.readAllBytes(directory.resolve("first/progress.csv")));
  }

  @Test
  void givesOverTheBridgeTheRunThatTheNativeCartPoleGives() throws Exception {
    train("bridge", "--total-steps", "1500", "--no-test", "--env", "CartPole-v1");
    train("native", "--total-steps", "1500", "--no-test", "--env", "native:CartPole-v1");
    assertThat(Files.readAllLines(directory.resolve("native/progress.csv")))
        .isEqualTo(Files.readAllLines(directory.resolve("bridge/progress.csv")));
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"Acrobot-v1", "MountainCar-v0"})
  void takesOtherEnvironments(String id) throws Exception {
    trainsOn(id);
  }

  @Test
  void takesObservationsThatAreNumbers() throws Exception {
    trainsOn("FrozenLake-v1");
  }

  private void trainsOn(String id) throws Exception {
    Result result =
        train("run", "--env", id, "--total-steps", "1300", "--set", "test_episodes=1", "--json");
    assertThat(result.err()).doesNotContain("gymbridge:");
    assertThat(directory.resolve("run/episode.gif")).isNotEmptyFile();
  }

  @Test
  void leavesAResumableRunWhenInterrupted() throws Exception {
    leavesAResumableRunOn("INT");
  }

  @Test
  @Tag("thorough")
  void leavesAResumableRunWhenTerminated() throws Exception {
    leavesAResumableRunOn("TERM");
  }

  private void leavesAResumableRunOn(String signal) throws Exception {
    Process process = start("train", "train", "--run-dir", "run", "--set", "stop_at_return=null");
    Path progress = directory.resolve("run/progress.csv");
    while (process.isAlive() && (!Files.exists(progress) || Files.size(progress) < 2000)) {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    List<ProcessHandle> children = process.toHandle().descendants().toList();
    assertThat(children).isNotEmpty();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    Result result = finish("train", process);
    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.out() + result.err()).contains("Interrupted after").contains("--resume run");
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(directory.resolve("run/checkpoint")).exists();
    long done = Files.readAllLines(progress).size() - 1L;

    succeeding("train", "--resume", "run", "--episodes", Long.toString(done + 3), "--no-test");
    assertThat(Files.readAllLines(progress)).hasSize(Math.toIntExact(done) + 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--env CartPol-v1 | CartPole",
        "--env Pendulum-v1 | DQN needs a Discrete one",
        "--env CartPole-v1 --env-arg wind=3 | wind",
      })
  void refusesWhatCannotBeMadeOrLearned(String args, String message) throws Exception {
    List<String> all = new ArrayList<>(List.of("--no-test"));
    all.addAll(List.of(args.split(" ", -1)));
    Result result = run(trainArguments("run", all));
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void saysThatNothingListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Result result = run(trainArguments("run", List.of("--server", "localhost:" + port)));
    assertThat(result.err()).contains("nothing answers at localhost:" + port);
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void listsWhatTheServerCanMake() throws Exception {
    Result result = succeeding("envs", "cartpole", "--json");
    assertThat(result.out()).contains("CartPole-v1").contains("Discrete(2)");
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.getAsJsonObject("versions").keySet()).contains("gymbridge", "gymnasium");
  }

  @Test
  void failsWhereThereIsNothingToList() throws Exception {
    Result result = run("envs", "nosuch", "--json");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("error").getAsString())
        .contains("no environment id contains \"nosuch\"");
  }

  @Test
  void doctorFindsNothingMissing() throws Exception {
    Result result = succeeding("doctor", "--json");
    assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("ok").getAsBoolean())
        .isTrue();
    assertThat(result.out())
        .containsPattern("\"sessions\",\\s*\"found\":\\s*\"(lane|gRPC stream \\()");
  }
}
