package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program where gRPC has no Unix sockets, as on macOS, Windows or a noexec /tmp. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class WithoutEpollIT {
  @TempDir private Path directory;

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = JavaCommand.ofProgram(List.of(arguments));
    command.add(1, "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true");
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void listsEnvironmentsThroughALoopbackPort() throws Exception {
    assertThat(run("envs", "cart")).contains("CartPole-v1");
  }

  @Test
  @Tag("thorough")
  void trainsThroughALoopbackPort() throws Exception {
    run("train", "--run-dir", "run", "--total-steps", "300", "--no-test");
    assertThat(directory.resolve("run/progress.csv")).isNotEmptyFile();
  }
}
