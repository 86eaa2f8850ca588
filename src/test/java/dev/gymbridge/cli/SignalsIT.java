package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.gymbridge.testkit.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a command is at, it obeys a signal: the packaged program, the real Python server. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("thorough")
class SignalsIT {
  /** 2 s are promised; a busy machine is given more, and a test that hangs has an end. */
  private static final long MOST_SECONDS = 20;

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

  private Program program;
  private Program.Running command;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(directory.resolve("slow.py"), ENVIRONMENT);
    program = new Program(directory, Map.of());
  }

  @AfterEach
  void close() {
    program.close();
  }

  private void start(Map<String, String> variables, List<String> args) throws IOException {
    command = program.start("command", variables, args);
  }

  /** Sends a signal and requires that the command, and all that it started, is soon gone. */
  private void interrupt(Signal signal) throws Exception {
    command.awaitFile("reached", 0);
    List<ProcessHandle> children = command.handle().descendants().toList();
    long sent = System.nanoTime();
    signal.to(command.handle());
    command.handle().onExit().get(MOST_SECONDS, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - sent) / 1e9;
    assertThat(command.result().exitCode()).as(command.said()).isEqualTo(130);
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(command.said()).doesNotContain("\tat ", "defect of gymbridge");
    System.out.printf("SignalsIT: gone %.1f s after SIG%s%n", seconds, signal);
  }

  private JsonElement ofSummary(String key) throws IOException {
    String summary = Files.readString(directory.resolve("run/summary.json"));
    return JsonParser.parseString(summary).getAsJsonObject().get(key);
  }

  private List<String> train(String setting) {
    List<String> args = new ArrayList<>(TRAIN);
    args.addAll(SHORT);
    args.add(setting);
    return args;
  }

  @ParameterizedTest
  @CsvSource({"make, INT", "reset, TERM"})
  void isObeyedBeforeThereIsARun(String point, Signal signal) throws Exception {
    start(Map.of("POINT", point), train("final_evaluation_episodes=0"));
    interrupt(signal);
  }

  @ParameterizedTest
  @CsvSource({
    "learning, step 120, TERM",
    "writing pictures, writing, INT",
  })
  void leavesAResumableRunAndASummary(String phase, String point, Signal signal) throws Exception {
    obeys(phase, point, signal);
  }

  @ParameterizedTest
  @CsvSource({
    "before learning, step 20, INT",
    "final evaluation, step 305, INT",
    "final evaluation, step 305, TERM",
    "drawing, frame 5, TERM",
  })
  void leavesThemInEveryPhase(String phase, String point, Signal signal) throws Exception {
    obeys(phase, point, signal);
  }

  private void obeys(String phase, String point, Signal signal) throws Exception {
    start(Map.of("POINT", point), train("final_evaluation_episodes=20"));
    interrupt(signal);

    String reason = ofSummary("reason").getAsString();
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
    command.success();
  }

  @Test
  void isObeyedByWhatShowsATrainedAgent() throws Exception {
    start(Map.of("POINT", "none"), train("final_evaluation_episodes=0"));
    command.success();

    isObeyed("evaluate --run run", "step 15");
    Files.delete(directory.resolve("reached"));
    isObeyed("record --run run --out agent.gif", "frame 3");
    assertThat(directory.resolve("agent.gif")).doesNotExist();
  }

  @Test
  void isObeyedByACheck() throws Exception {
    isObeyed("check --env slow:Slow-v0", "reset");
  }

  private void isObeyed(String line, String point) throws Exception {
    start(Map.of("POINT", point), List.of(line.split(" ")));
    interrupt(Signal.TERM);
  }

  @ParameterizedTest
  @CsvSource({"''", "--no-lane"})
  void limitsDoNotCountTheTimeInWhichTheProgramWasStopped(String option) throws Exception {
    List<String> args = train("final_evaluation_episodes=0");
    args.addAll(List.of("--no-test", "--step-seconds", "8"));
    if (!option.isEmpty()) {
      args.add(option);
    }
    start(Map.of("POINT", "slow"), args);
    command.awaitFile("reached", 0);
    Signal.STOP.toFamilyOf(command.handle());
    Thread.sleep(9_000);
    Signal.CONT.toFamilyOf(command.handle());
    command.success();
    // An environment that was given up would have been made again, its episode lost.
    assertThat(ofSummary("interrupted_episodes")).as(command.said()).hasToString("0");
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
    interrupt(Signal.INT);
  }
}
