package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.JavaCommand;
import java.io.IOException;
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

/** The packaged program against the real Python server, as processes, as a user runs them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndToEndIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();

  /** A training of which only what is looked at takes long. */
  private static String[] training(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--run-dir", "run"));
    for (String setting :
        List.of(
            "hidden_sizes=[32]",
            "evaluation_period=null",
            "final_evaluation_episodes=5",
            "test_episodes=1")) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

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

  private Result succeeding(String... args) throws Exception {
    Result result = finish("command", start("command", args));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
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
    Result trained = succeeding(training("--total-steps", "1500", "--json"));
    assertThat(trained.err()).doesNotContain("gymbridge:");
    JsonObject summary = JsonParser.parseString(trained.out()).getAsJsonObject();
    assertThat(summary.get("env_steps").getAsInt()).isEqualTo(1500);
    Path run = directory.resolve("run");
    assertThat(run.resolve("episode.gif")).exists();
    JsonObject config =
        JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject();
    assertThat(config.getAsJsonObject("versions").keySet())
        .contains("gymbridge", "tensorflow", "gymnasium", "python", "java");

    Result evaluated = succeeding("evaluate", "--run", "run", "--episodes", "10", "--json");
    JsonObject evaluation = JsonParser.parseString(evaluated.out()).getAsJsonObject();
    assertThat(evaluation.get("episodes").getAsInt()).isEqualTo(10);
    assertThat(evaluation.get("policy").getAsString()).isEqualTo("final");

    succeeding("record", "--run", "run", "--out", "agent.gif");
    assertThat(directory.resolve("agent.gif")).isNotEmptyFile();
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
  void leavesAResumableRunWhenInterrupted() throws Exception {
    leavesAResumableRunOn("INT");
  }

  @Test
  @Tag("thorough")
  void leavesAResumableRunWhenTerminated() throws Exception {
    leavesAResumableRunOn("TERM");
  }

  private void leavesAResumableRunOn(String signal) throws Exception {
    Process process = start("train", training());
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

  @Test
  void doctorFindsNothingMissing() throws Exception {
    Result result = succeeding("doctor", "--json");
    assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("ok").getAsBoolean())
        .isTrue();
    assertThat(result.out())
        .containsPattern("\"sessions\",\\s*\"found\":\\s*\"(lane|gRPC stream \\()");
  }
}
