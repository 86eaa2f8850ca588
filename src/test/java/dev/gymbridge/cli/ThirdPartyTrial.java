package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.gymbridge.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Environments of others, installed from an index by the packaged program: each is trained for a
 * moment, resumed, evaluated, recorded and checked.
 *
 * <p>It takes minutes and a network, so that its name is none that the build looks for: {@code mvn
 * package failsafe:integration-test failsafe:verify -DskipTests=false -Dit.test=ThirdPartyTrial}.
 */
@Tag("third-party")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class ThirdPartyTrial {
  private static final String SHORT =
      "--total-steps 300 --set hidden_sizes=[16] --set buffer_capacity=2000 --set"
          + " learning_starts=100 --set evaluation_period=null --set final_evaluation_episodes=1"
          + " --set max_evaluation_episode_steps=200 --set test_episodes=1";

  /** Its usual fifty cars take the tenth of a second a step. */
  private static final String FEW_CARS =
      "config={\"vehicles_count\":5,\"simulation_frequency\":5,\"duration\":10}";

  @TempDir Path directory;

  private record Result(int exitCode, String out, String err) {}

  private Result run(String... args) throws Exception {
    return run(JavaCommand.ofProgram(List.of(args)));
  }

  private Result run(List<String> command) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Result succeeding(String line) throws Exception {
    Result result = run(line.split(" ", -1));
    assertThat(result.exitCode()).as("%s%n%s", line, result.err()).isZero();
    assertThat(result.err()).doesNotContain("\tat ", "defect of gymbridge");
    return result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minigrid:MiniGrid-Empty-5x5-v0 --server-packages minigrid | drawn",
        "highway_env:highway-v0 --server-packages highway-env --env-arg " + FEW_CARS + " | drawn",
        "flappy_bird_gymnasium:FlappyBird-v0 --server-packages flappy-bird-gymnasium | drawn",
        "gym_anytrading:stocks-v0 --server-packages gym-anytrading | not drawn",
        "MinAtar/Breakout-v1 --server-extras minatar | drawn",
        "InvertedPendulum-v5 --server-extras mujoco --wrapper DiscretizeAction:bins=[5] | drawn",
        "ALE/Pong-v5 --server-extras atari --env-arg obs_type=ram | drawn",
        "Taxi-v4 | drawn",
        "CliffWalking-v1 | drawn",
        "Blackjack-v1 | drawn",
        "GymV26Environment-v0 --server-extras shimmy --env-arg env_id=CartPole-v1 | drawn",
      })
  void isTrainedResumedEvaluatedRecordedAndChecked(String environment, String drawn)
      throws Exception {
    trainResumeEvaluateRecordAndCheck(environment, drawn.equals("drawn"));
  }

  /** Its setup script is none for the tools of today, so that it is installed by hand. */
  @Test
  void soIsOneOfGym21InAPythonOfItsOwn() throws Exception {
    Path venv = directory.resolve("gym-21");
    String python = venv.resolve("bin").resolve("python").toString();
    Path server = Path.of("python-env-server").toAbsolutePath();
    succeeding(List.of("python3", "-m", "venv", venv.toString()));
    List<String> pip = List.of(python, "-m", "pip", "install", "-q");
    succeeding(with(pip, server + "[classic-control]", "shimmy~=2.0", "cloudpickle"));
    succeeding(with(pip, "setuptools<66", "wheel<0.38", "pip<24"));
    succeeding(with(pip, "--no-build-isolation", "--no-deps", "gym==0.21.0"));

    trainResumeEvaluateRecordAndCheck(
        "GymV21Environment-v0 --server-python " + python + " --env-arg env_id=CartPole-v1", false);
  }

  private void succeeding(List<String> command) throws Exception {
    Result result = run(command);
    assertThat(result.exitCode()).as("%s%n%s", command, result.err()).isZero();
  }

  private static List<String> with(List<String> command, String... arguments) {
    return Stream.concat(command.stream(), Stream.of(arguments)).toList();
  }

  private void trainResumeEvaluateRecordAndCheck(String environment, boolean draws)
      throws Exception {
    succeeding("train --env " + environment + " --run-dir run " + SHORT);
    assertThat(directory.resolve("run/episode.gif").toFile().exists()).isEqualTo(draws);
    succeeding("train --resume run --total-steps 400 --no-test");
    Result evaluated = succeeding("evaluate --run run --episodes 2 --json");
    double mean =
        JsonParser.parseString(evaluated.out()).getAsJsonObject().get("mean").getAsDouble();
    assertThat(mean).isFinite();
    if (draws) {
      succeeding("record --run run --episodes 1 --out agent.gif");
      assertThat(directory.resolve("agent.gif")).isNotEmptyFile();
    }
    String check = "check --frugal --time-limit 600 --json --env ";
    Result checked = run((check + environment).split(" ", -1));
    assertThat(checked.exitCode()).as(checked.err()).isIn(0, 1);
    assertThat(checked.out()).as(checked.err()).doesNotContain("the check did not end");
    System.out.printf(
        "ThirdPartyTrial: %s: mean of 2 episodes %s; check: %s%n",
        environment, mean, JsonParser.parseString(checked.out()).getAsJsonObject().get("failed"));
  }
}
