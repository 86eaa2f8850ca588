package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One environment of this JVM or several, everything with state that a learner can have. */
final class InterruptedRunTest extends InterruptedRunContract {
  private static final String CART_POLE = "CartPole-v1";
  private static final String WANDERER = "Wanderer-v0";

  @AutoClose private static final EnvironmentSource NATIVES = new NativeEnvironments();

  @AutoClose
  private static final EnvironmentSource SMALL =
      EnvironmentSource.of(WANDERER, () -> new Wanderer(3, 10));

  private static Subject cartPole(String name, DqnConfig config) {
    return new Subject(name, CART_POLE, NATIVES, config);
  }

  private static final Subject PLAIN = cartPole("plain", SHORT);

  @Override
  Stream<Subject> subjects() {
    return Stream.of(
        PLAIN,
        cartPole("eight", SHORT.with("num_envs", 8).with("n_step", 3).with("head", "quantile")),
        cartPole(
            "prioritized",
            SHORT
                .with("prioritized_replay", true)
                .with("n_step", 2)
                .with("noisy", true)
                .with("dueling", true)
                .with("head", "categorical")),
        cartPole(
            "shared",
            SHORT
                .with("num_envs", 3)
                .with("evaluation_envs", "shared")
                .with("gradient_steps", 32)
                .with("learn_while_stepping", false)),
        new Subject("pictures", WANDERER, SMALL, PICTURES));
  }

  @Test
  void changesNothingWhenARunThatIsOverIsResumed() throws IOException {
    RunDirectory run = whole(PLAIN);
    RunRemains whole = uninterrupted(PLAIN);
    Path newest = Policy.FINAL.weights(run).directory();
    finish(PLAIN, run);
    RunRemains.of(run).requireSame(whole, "resumed though it was over");
    assertThat(Policy.FINAL.weights(run).directory()).isEqualTo(newest);
  }
}
