package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program where gRPC has no Unix sockets, as on macOS, Windows or a noexec /tmp. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class WithoutEpollIT {
  private static final Map<String, String> NO_NATIVE_TRANSPORT =
      Map.of("JDK_JAVA_OPTIONS", "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true");

  @TempDir private Path directory;

  private String run(String... arguments) throws Exception {
    try (Program program = new Program(directory, NO_NATIVE_TRANSPORT)) {
      return program.run(arguments).out();
    }
  }

  @Test
  void listsEnvironmentsThroughALoopbackPort() throws Exception {
    assertThat(run("envs", "cart")).contains("CartPole-v1");
  }

  @Test
  void trainsThroughALoopbackPort() throws Exception {
    run("train", "--run-dir", "run", "--total-steps", "300", "--no-test");
    assertThat(directory.resolve("run/progress.csv")).isNotEmptyFile();
  }
}
