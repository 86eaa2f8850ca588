package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.gymbridge.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a command is at, it obeys a signal: the packaged program, the real Python server. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SignalsIT {
  /** 2 s are promised; a busy machine is given more, and a test that hangs has an end. */
  private static final long MOST_SECONDS = 20;

  private static final long PATIENCE_SECONDS = 240;

  /**
   * Stops for ten minutes at one point of its life, of which it leaves a sign: in {@code __init__},
   * in a reset, at a step counted from the first, or at a frame. Frames are large where asked.
   */
  private static final String ENVIRONMENT =
      """
      import os, pathlib, time
      import gymnasium as gym
      import numpy as np
      def reach(point):
          if os.environ.get("POINT") == point:
              pathlib.Path("reached").touch()
              time.sleep(600)
      class Slow(gym.Env):
          metadata = {"render_modes": ["rgb_array"], "render_fps": 10}
          observation_space = gym.spaces.Box(-1, 1, (2,), np.float32)
          action_space = gym.spaces.Discrete(2)
          def __init__(self, render_mode=None):
              self.render_mode, self.steps, self.frames = render_mode, 0, 0
              reach("make")
          def reset(self, *, seed=None, options=None):
              super().reset(seed=seed)
              self.n = 0
              reach("reset")
              return np.zeros(2, np.float32), {}
          def step(self, action):
              self.n, self.steps = self.n + 1, self.steps + 1
              reach(f"step {self.steps}")
              if os.environ.get("POINT") == "slow" and self.steps == 20:
                  pathlib.Path("reached").touch()
                  for _ in range(40):
                      time.sleep(0.1)
              return np.zeros(2, np.float32), 1.0, self.n >= 10, False, {}
          def render(self):
              self.frames += 1
              reach(f"frame {self.frames}")
              if os.environ.get("POINT") != "writing":
                  return np.zeros((40, 60, 3), np.uint8)
              if self.frames == 3:
                  pathlib.Path("reached").touch()
              return np.random.default_rng(self.frames).integers(0, 255, (1000, 1000, 3), np.uint8)
      gym.register("Slow-v0", Slow)
      """;

  private static final List<String> TRAIN =
      List.of(
          "train --env slow:Slow-v0 --run-dir run --set evaluation_period=null --total-steps 300"
              .split(" "));

  private static final List<String> SHORT =
      List.of(
          "--set hidden_sizes=[8] --set learning_starts=50 --set test_episodes=1 --set".split(" "));

  @TempDir Path directory;

  private Process process;

  private void start(Map<String, String> variables, List<String> args) throws IOException {
    Files.writeString(directory.resolve("slow.py"), ENVIRONMENT);
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.heedingSigint(JavaCommand.ofProgram(args)))
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().putAll(variables);
    process = builder.start();
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("out")) + Files.readString(directory.resolve("err"));
  }

  private void waitFor(Path file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).as("ended before it was there: %s", said()).isTrue();
      assertThat(System.nanoTime()).as("never there: %s", said()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** Sends a signal and requires that the command, and all that it started, is soon gone. */
  private void interrupt(String signal) throws Exception {
    List<ProcessHandle> children = process.toHandle().descendants().toList();
    long sent = System.nanoTime();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as(said()).isTrue();
    double seconds = (System.nanoTime() - sent) / 1e9;
    assertThat(process.exitValue()).as(said()).isEqualTo(130);
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(said()).doesNotContain("\tat ", "defect of gymbridge");
    System.out.printf("SignalsIT: gone %.1f s after SIG%s%n", seconds, signal);
  }

  private List<String> train(String setting) {
    List<String> args = new ArrayList<>(TRAIN);
    args.addAll(SHORT);
    args.add(setting);
    return args;
  }

  @AfterEach
  void leavesNothingRunning() {
    List<ProcessHandle> children = process.toHandle().descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"make, INT", "reset, TERM"})
  void isObeyedBeforeThereIsARun(String point, String signal) throws Exception {
    start(Map.of("POINT", point), train("final_evaluation_episodes=0"));
    waitFor(directory.resolve("reached"));
    interrupt(signal);
  }

  @ParameterizedTest
  @CsvSource({
    "learning, step 120, TERM",
    "writing pictures, writing, INT",
  })
  void leavesAResumableRunAndASummary(String phase, String point, String signal) throws Exception {
    obeys(phase, point, signal);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({
    "before learning, step 20, INT",
    "final evaluation, step 305, INT",
    "final evaluation, step 305, TERM",
    "drawing, frame 5, TERM",
  })
  void leavesThemInEveryPhase(String phase, String point, String signal) throws Exception {
    obeys(phase, point, signal);
  }

  private void obeys(String phase, String point, String signal) throws Exception {
    start(Map.of("POINT", point), train("final_evaluation_episodes=20"));
    waitFor(directory.resolve("reached"));
    interrupt(signal);

    String summary = Files.readString(directory.resolve("run/summary.json"));
    String reason = JsonParser.parseString(summary).getAsJsonObject().get("reason").getAsString();
    assertThat(reason)
        .as(phase)
        .isEqualTo(point.matches("step \\d\\d|step 120") ? "interrupted" : "completed");
    assertThat(directory.resolve("run/report.html"))
        .as(phase)
        .content()
        .contains(reason.equals("interrupted") ? "Interrupted after" : "Trained for");
    start(
        Map.of("POINT", "none"),
        List.of("train --resume run --total-steps 320 --no-test".split(" ")));
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said()).isZero();
  }

  @Test
  @Tag("thorough")
  void isObeyedByWhatShowsATrainedAgent() throws Exception {
    start(Map.of("POINT", "none"), train("final_evaluation_episodes=0"));
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said()).isZero();

    isObeyed("evaluate --run run", "step 15");
    Files.delete(directory.resolve("reached"));
    isObeyed("record --run run --out agent.gif", "frame 3");
    assertThat(directory.resolve("agent.gif")).doesNotExist();
  }

  @Test
  @Tag("thorough")
  void isObeyedByACheck() throws Exception {
    isObeyed("check --env slow:Slow-v0", "reset");
  }

  private void isObeyed(String command, String point) throws Exception {
    start(Map.of("POINT", point), List.of(command.split(" ")));
    waitFor(directory.resolve("reached"));
    interrupt("TERM");
  }

  private void signalAll(String signal) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    command.add(Long.toString(process.pid()));
    process.toHandle().descendants().forEach(child -> command.add(Long.toString(child.pid())));
    new ProcessBuilder(command).start().waitFor();
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"''", "--no-lane"})
  void limitsDoNotCountTheTimeInWhichTheProgramWasStopped(String option) throws Exception {
    List<String> args = train("final_evaluation_episodes=0");
    args.addAll(List.of("--no-test", "--step-seconds", "8"));
    if (!option.isEmpty()) {
      args.add(option);
    }
    start(Map.of("POINT", "slow"), args);
    waitFor(directory.resolve("reached"));
    signalAll("STOP");
    Thread.sleep(9_000);
    signalAll("CONT");
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said()).isZero();
    // An environment that was given up would have been made again, its episode lost.
    String summary = Files.readString(directory.resolve("run/summary.json"));
    assertThat(JsonParser.parseString(summary).getAsJsonObject().get("interrupted_episodes"))
        .as(said())
        .hasToString("0");
  }

  @Test
  void isObeyedByAnInstallation() throws Exception {
    Path python = directory.resolve("python");
    Files.writeString(
        python,
        """
        #!/bin/sh
        while [ "${1#-}" != "$1" ] && [ "$1" != -m ] && [ "$1" != -c ]; do
          [ "$1" = -X ] && shift; shift
        done
        case "$*" in
          *sys.executable*) echo "$0"; echo 3.12.1; echo True ;;
          *"-m venv"*) mkdir -p "$3/bin" && ln -s "$0" "$3/bin/python" ;;
          *"-m pip install"*) touch reached; exec sleep 600 ;;
        esac
        """);
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    start(
        Map.of(
            "GYMBRIDGE_PYTHON",
            python.toString(),
            "GYMBRIDGE_CACHE",
            directory.resolve("cache").toString()),
        List.of("envs"));
    waitFor(directory.resolve("reached"));
    interrupt("INT");
  }
}
