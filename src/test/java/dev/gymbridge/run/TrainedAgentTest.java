package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainedAgentTest {
  private static final EnvironmentRecipe DOT = EnvironmentRecipe.of("Dot-v0");
  private static final Space PICTURE = new Dot().observationSpace();

  @TempDir private Path directory;

  /** The dot, which nobody has taught to draw. */
  private static final class Undrawable implements EnvironmentSource {
    @Override
    public Environment make(EnvironmentOptions options) {
      if (options.renderMode() == RenderMode.RGB_ARRAY) {
        throw new EnvironmentException("Dot-v0 has no render mode \"rgb_array\"");
      }
      return new Dot();
    }

    @Override
    public VectorEnvironment makeVector(EnvironmentOptions options, int n, AutoresetMode mode) {
      throw new AssertionError("one is enough to draw");
    }

    @Override
    public void close() {}
  }

  private TrainedAgent trainedOn(Space observations) {
    return trainedOn(observations, DqnConfig.preset("default"));
  }

  private TrainedAgent trainedOn(Space observations, DqnConfig config) {
    RunDirectory run = RunDirectory.createAt(directory.resolve("run"));
    Discrete actions = new Discrete(2);
    TrainedOn trainedOn = TrainedOn.of(DOT, new Dot().spec(), observations, actions, actions);
    new Recipe(DOT, 1, "default", config).write(run, trainedOn, Map.of());
    return TrainedAgent.untrained(
        run, of -> FirstActionNetwork.of(of.observationSize(), of.actions()));
  }

  @ParameterizedTest
  @CsvSource({
    "auto,   '10000 env_steps', 1, 20",
    "3,      '10000 env_steps', 1, 3",
    "shared, '10000 env_steps', 1, 1",
    "shared, '10000 env_steps', 4, 4",
    "auto,                    , 1, 1",
  })
  void isEvaluatedOnNoMoreEnvironmentsThanItWasWhileItTrained(
      String envs, @Nullable String period, int numEnvs, int expected) {
    DqnConfig config =
        DqnConfig.preset("default")
            .with("evaluation_envs", envs)
            .with("evaluation_period", (Object) period)
            .with("num_envs", numEnvs);
    try (TrainedAgent agent = trainedOn(PICTURE, config)) {
      assertThat(agent.environmentsFor(100)).isEqualTo(expected);
      assertThat(agent.environmentsFor(1)).isEqualTo(1);
    }
  }

  @Test
  void saysThatTheEnvironmentIsAnotherBeforeThatItCannotDraw() {
    try (TrainedAgent agent = trainedOn(Box.of(-1, 1, DType.FLOAT32, 2))) {
      assertThatThrownBy(() -> agent.drawnEnvironment(new Undrawable(), "Dot-v0"))
          .isInstanceOf(OtherEnvironmentException.class)
          .hasMessageContaining("observation space was Box(dtype \"float32\", shape [2]");
    }
  }

  @Test
  void saysThatTheEnvironmentCannotDrawWhereItIsWhatItWas() {
    try (TrainedAgent agent = trainedOn(PICTURE)) {
      assertThatThrownBy(() -> agent.drawnEnvironment(new Undrawable(), "Dot-v0"))
          .isInstanceOf(EnvironmentException.class)
          .hasMessage("Dot-v0 has no render mode \"rgb_array\"");
    }
  }
}
