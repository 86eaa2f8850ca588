package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.testkit.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against the real Python server, as processes, as a user runs them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndToEndIT {
  @TempDir Path directory;
  private Program program;

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

  @BeforeEach
  void open() {
    program = new Program(directory, Map.of());
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void trainsEvaluatesAndRecordsCartPoleOverTheBridge() throws Exception {
    Gymbridge.Result trained = program.run(training("--total-steps", "1500", "--json"));
    assertThat(trained.err()).doesNotContain("gymbridge:");
    JsonObject summary = trained.json();
    assertThat(summary.get("env_steps").getAsInt()).isEqualTo(1500);
    Path run = directory.resolve("run");
    assertThat(run.resolve("episode.gif")).exists();
    JsonObject config =
        JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject();
    assertThat(config.getAsJsonObject("versions").keySet())
        .contains("gymbridge", "tensorflow", "gymnasium", "python", "java");

    Gymbridge.Result evaluated =
        program.run("evaluate", "--run", "run", "--episodes", "10", "--json");
    JsonObject evaluation = evaluated.json();
    assertThat(evaluation.get("episodes").getAsInt()).isEqualTo(10);
    assertThat(evaluation.get("policy").getAsString()).isEqualTo("final");

    program.run("record", "--run", "run", "--out", "agent.gif");
    assertThat(directory.resolve("agent.gif")).isNotEmptyFile();
  }

  @Test
  @Tag("thorough")
  void measuresWhatAStepAndAnUpdateCost() throws Exception {
    Gymbridge.Result result =
        program.run("bench", "--num-envs", "1,4", "--seconds", "0.2", "--rounds", "2", "--json");
    JsonObject json = result.json();
    assertThat(json.getAsJsonArray("steps"))
        .extracting(row -> row.getAsJsonObject().get("way").getAsString())
        .startsWith("Gymnasium in its process", "bridge, gRPC stream", "bridge, lane", "native")
        .endsWith("bridge, lane, vectorised", "native");
    assertThat(json.getAsJsonArray("networks")).hasSize(3);
  }

  @Test
  @Tag("thorough")
  void leavesAResumableRunWhenInterrupted() throws Exception {
    Program.Running command = program.start("train", training());
    command.awaitFile("run/progress.csv", 2000);
    List<ProcessHandle> children = command.handle().descendants().toList();
    assertThat(children).isNotEmpty();
    Signal.INT.to(command.handle());
    Gymbridge.Result result = command.result();
    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.out() + result.err()).contains("Interrupted after").contains("--resume run");
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(directory.resolve("run/checkpoint")).exists();
    Path progress = directory.resolve("run/progress.csv");
    long done = Files.readAllLines(progress).size() - 1L;

    program.run("train", "--resume", "run", "--episodes", Long.toString(done + 3), "--no-test");
    assertThat(Files.readAllLines(progress)).hasSize(Math.toIntExact(done) + 4);
  }

  @Test
  void doctorFindsNothingMissing() throws Exception {
    Gymbridge.Result result = program.run("doctor", "--json");
    assertThat(result.json().get("ok").getAsBoolean()).isTrue();
    assertThat(result.out())
        .containsPattern("\"sessions\",\\s*\"found\":\\s*\"(lane|gRPC stream \\()");
  }
}
