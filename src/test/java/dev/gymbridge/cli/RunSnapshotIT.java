package dev.gymbridge.cli;

import dev.gymbridge.remote.BridgeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs over the bridge do what they did. */
@Tag("thorough")
class RunSnapshotIT {
  @AutoClose private static BridgeServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  static Stream<RunSnapshot> runs() {
    return Stream.concat(
        RunSnapshotTest.cartPole("CartPole-v1"),
        Stream.of(
            RunSnapshot.of("frozenlake", "--env=FrozenLake-v1", "--total-steps=1500")
                .with(RunSnapshot.EARLIER_DEFAULT)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunDoesWhatItDid(RunSnapshot run) throws IOException {
    run.check(directory, "--server=" + server.connection().address());
  }
}
