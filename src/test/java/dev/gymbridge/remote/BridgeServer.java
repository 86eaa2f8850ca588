package dev.gymbridge.remote;

import dev.gymbridge.remote.local.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real server on a port of this machine, out of the working tree and the Python environment of
 * the build, with the environments of the Python tests.
 */
public final class BridgeServer implements AutoCloseable {
  private static final Path PROJECT = Path.of("python-env-server").toAbsolutePath();

  private final ServerProcess process;
  private final EnvironmentServer server;
  private final EnvironmentServer streams;

  private BridgeServer(ServerProcess process, String address) {
    this.process = process;
    server = EnvironmentServer.connect(address);
    streams = EnvironmentServer.connect(address, ConnectionOptions.DEFAULT.withoutLane());
  }

  /** Starts it, with more arguments of the server. */
  public static BridgeServer start(String... arguments) {
    return startAt("127.0.0.1:0", arguments);
  }

  /** Starts it at an address, such as that of one that was killed. */
  public static BridgeServer startAt(String address, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-m", "gymbridge_server"));
    command.addAll(List.of("--listen", address, "--ready-json", "--exit-with-parent"));
    command.addAll(List.of("--allow-module", "tests"));
    command.addAll(List.of("--allow-module", "gymnasium.envs.classic_control"));
    command.addAll(List.of(arguments));
    ServerProcess process = ServerProcess.start(python(command));
    try {
      return new BridgeServer(process, process.awaitReady(Duration.ofMinutes(1)));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** A connection to it, which it owns, and whose sessions have lanes. */
  public EnvironmentServer connection() {
    return server;
  }

  /** A connection to it, which it owns, and whose sessions are streams. */
  public EnvironmentServer overStreams() {
    return streams;
  }

  /** Its process, which starts those of the lanes. */
  public ProcessHandle handle() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  /** The Python of the build, which has the server and what its tests need. */
  public static Path python() {
    Path python = Path.of(System.getProperty("gymbridge.test.python", "target/python/bin/python"));
    if (!Files.exists(python)) {
      throw new IllegalStateException(
          "no Python at %s; run `mvn verify`, which makes it, or name one with -Dgymbridge.test.python"
              .formatted(python.toAbsolutePath()));
    }
    return python.toAbsolutePath();
  }

  /** That Python, with the tests' modules and no window. */
  private static ProcessBuilder python(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(PROJECT.toFile());
    builder.environment().put("PYTHONPATH", PROJECT.toString());
    builder.environment().put("SDL_VIDEODRIVER", "dummy");
    return builder;
  }

  /** What a module of the Python tests writes to its output, given its input. */
  public static List<String> run(String module, String input) {
    try {
      Path given = Files.createTempFile("gymbridge", ".in");
      Path errors = Files.createTempFile("gymbridge", ".err");
      try {
        Files.writeString(given, input);
        Process process =
            python(List.of("-m", module))
                .redirectInput(given.toFile())
                .redirectError(errors.toFile())
                .start();
        List<String> lines =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(module + " failed:\n" + Files.readString(errors));
        }
        return lines;
      } finally {
        Files.delete(given);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while " + module + " ran", e);
    }
  }

  @Override
  public void close() {
    server.close();
    streams.close();
    process.close();
  }
}
