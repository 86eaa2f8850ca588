package dev.gymbridge.run;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    RunDirectory run = RunDirectory.createAt(directory.resolve("run"));
    Discrete actions = new Discrete(2);
    TrainedOn trainedOn = TrainedOn.of(DOT, new Dot().spec(), observations, actions, actions);
    new Recipe(DOT, 1, "default", DqnConfig.preset("default")).write(run, trainedOn, Map.of());
    return TrainedAgent.untrained(
        run, config -> FirstActionNetwork.of(config.observationSize(), config.actions()));
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
