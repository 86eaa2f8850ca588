package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, as a user runs it in a directory: processes, none of which is left. */
final class Program implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> variables;
  private final List<Process> processes = new ArrayList<>();

  /** In this directory, with these variables beside those of this process. */
  Program(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables = variables;
  }

  /** A command that was started, and what it says. */
  final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(String name, List<String> arguments, Map<String, String> more)
        throws IOException {
      out = directory.resolve(name + ".out");
      err = directory.resolve(name + ".err");
      ProcessBuilder builder =
          new ProcessBuilder(JavaCommand.heedingSigint(JavaCommand.ofProgram(arguments)))
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(variables);
      builder.environment().putAll(more);
      process = builder.start();
      processes.add(process);
    }

    ProcessHandle handle() {
      return process.toHandle();
    }

    String said() throws IOException {
      return Files.readString(out, StandardCharsets.UTF_8)
          + Files.readString(err, StandardCharsets.UTF_8);
    }

    /** Waits until a file is there and holds so many bytes, for as long as the command runs. */
    void awaitFile(String file, long bytes) throws Exception {
      Path path = directory.resolve(file);
      Await.until(
          "%s of %d bytes".formatted(file, bytes),
          () -> {
            boolean alive = process.isAlive();
            boolean there = Files.exists(path) && Files.size(path) >= bytes;
            assertThat(there || alive).as("ended before %s was there: %s", file, said()).isTrue();
            return there;
          });
    }

    /** Waits for its end. */
    Gymbridge.Result result() throws Exception {
      boolean ended = process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as("has not ended: %s", said()).isTrue();
      return new Gymbridge.Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Waits for its end, which must be a good one. */
    Gymbridge.Result success() throws Exception {
      Gymbridge.Result result = result();
      assertThat(result.exitCode()).as(result.err()).isZero();
      return result;
    }
  }

  /** Starts a command; what it says goes into files of that name. */
  Running start(String name, String... arguments) throws IOException {
    return start(name, Map.of(), List.of(arguments));
  }

  /** Starts a command with more variables. */
  Running start(String name, Map<String, String> more, List<String> arguments) throws IOException {
    return new Running(name, arguments, more);
  }

  /** What a command comes to that must end well. */
  Gymbridge.Result run(String... arguments) throws Exception {
    return start("command", arguments).success();
  }

  /** Kills what is left, also what was started by it. */
  @Override
  public void close() {
    for (Process process : processes) {
      List<ProcessHandle> descendants = process.descendants().toList();
      process.destroyForcibly();
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
