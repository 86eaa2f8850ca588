package dev.gymbridge.cli;

import dev.gymbridge.remote.BridgeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs over the bridge do what they did. */
class RunSnapshotIT {
  private static BridgeServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<RunSnapshot> runs() {
    return Stream.concat(
        RunSnapshotTest.cartPole("CartPole-v1"),
        Stream.of(
            RunSnapshot.of(
                "frozenlake",
                "--env=FrozenLake-v1",
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
                "--total-steps=1500",
                "--set=hidden_sizes=[64,64]")));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunDoesWhatItDid(RunSnapshot run) throws IOException {
    run.check(directory, "--server=" + server.connection().address());
  }
}
