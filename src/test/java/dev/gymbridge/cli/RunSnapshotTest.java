package dev.gymbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs on the native CartPole do what they did; a tuned preset is pinned by the keys it had. */
class RunSnapshotTest {
  @TempDir Path directory;

  static Stream<RunSnapshot> runs() {
    return cartPole("native:CartPole-v1");
  }

  /**
   * One environment and several, each way to count what a preset counts: the same bytes over the
   * bridge as on the native environment.
   */
  static Stream<RunSnapshot> cartPole(String id) {
    return Stream.of(
        RunSnapshot.of(
            "cartpole-minimalrl",
            "--env=" + id,
            "--preset=minimalrl",
            "--episodes=60",
            "--set=learning_starts=200"),
        RunSnapshot.of(
            "cartpole-preset",
            "--env=" + id,
            "--preset=cartpole",
            "--set=hidden_sizes=[128,128]",
            "--set=batch_size=256",
            "--set=n_step=1",
            "--set=buffer_capacity=100000",
            "--set=epsilon_end=0.04",
            "--set=epsilon_decay=8000 env_steps",
            "--set=evaluation_period=1000 env_steps",
            "--set=scale_observations=false",
            "--total-steps=2500",
            "--set=evaluation_episodes=5"),
        RunSnapshot.of(
            "cartpole-preset-8",
            "--env=" + id,
            "--preset=cartpole",
            "--num-envs=8",
            "--set=hidden_sizes=[128,128]",
            "--set=batch_size=256",
            "--set=n_step=1",
            "--set=buffer_capacity=100000",
            "--set=epsilon_end=0.04",
            "--set=epsilon_decay=8000 env_steps",
            "--set=evaluation_period=1000 env_steps",
            "--set=scale_observations=false",
            "--total-steps=3000",
            "--set=evaluation_episodes=5"),
        RunSnapshot.of(
            "cartpole-default-8",
            "--env=" + id,
            "--preset=default",
            "--num-envs=8",
            "--set=scale_observations=false",
            "--set=learning_rate=0.00063",
            "--set=anneal_learning_rate=false",
            "--set=reward_scale=1",
            "--set=n_step=1",
            "--set=batch_size=128",
            "--set=gradient_steps=4",
            "--set=epsilon_end=0.1",
            "--set=epsilon_decay=12000 env_steps",
            "--set=evaluation_period=10000 env_steps",
            "--total-steps=1600",
            "--set=hidden_sizes=[64,64]"));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunDoesWhatItDid(RunSnapshot run) throws IOException {
    run.check(directory);
  }
}
