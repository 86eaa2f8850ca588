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
                "--total-steps=2500",
                "--set=evaluation_episodes=5")
            .with(RunSnapshot.EARLIER_CARTPOLE),
        RunSnapshot.of(
                "cartpole-preset-8",
                "--env=" + id,
                "--num-envs=8",
                "--total-steps=3000",
                "--set=evaluation_episodes=5")
            .with(RunSnapshot.EARLIER_CARTPOLE),
        RunSnapshot.of(
                "cartpole-default-8",
                "--env=" + id,
                "--preset=default",
                "--num-envs=8",
                "--total-steps=1600")
            .with(RunSnapshot.EARLIER_DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunDoesWhatItDid(RunSnapshot run) throws IOException {
    run.check(directory);
  }
}
