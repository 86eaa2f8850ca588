package dev.gymbridge.remote.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a program to its end, line by line, and takes it down with us: when the thread is
 * interrupted, and when the JVM shuts down.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Tool {
  /** How a program ended; its exit status, and what it wrote last. */
  record Result(int exitStatus, LastLines output) {}

  /** Where the server looks for the user's own modules. */
  private static final String MODULE_PATH = "GYMBRIDGE_MODULE_PATH";

  private Tool() {}

  /**
   * A Python that nothing of the user's leads astray: neither the folder it is started in, nor
   * variables of Python's, nor packages of the user's account, nor the locale. The modules of a
   * PYTHONPATH are found by the server, after all that it is made of.
   *
   * @param python the interpreter
   * @param arguments for it, such as {@code -m venv}
   */
  public static ProcessBuilder python(String python, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python, "-s", "-u", "-X", "utf8"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String modules = environment.get("PYTHONPATH");
    environment.keySet().removeIf(name -> name.startsWith("PYTHON"));
    if (modules != null) {
      environment.put(MODULE_PATH, modules);
    }
    environment.put("PYTHONSAFEPATH", "1");
    // Python orders a set by hashes that differ from process to process, and so do environments
    // that walk through one: the same seed would not give the same trajectory.
    environment.put("PYTHONHASHSEED", "0");
    return builder;
  }

  /**
   * Runs a program; its standard error joins its output, its input is empty.
   *
   * @param lines told each line of output
   * @throws IOException if it cannot be started
   * @throws LocalServerException if it takes longer than the limit, or this thread is interrupted
   */
  static Result run(ProcessBuilder builder, Duration timeLimit, Consumer<String> lines)
      throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread hook = new Thread(() -> kill(process), "gymbridge-stop-installation");
    ShutdownHooks.add(hook);
    LastLines output = new LastLines();
    Thread reader = new Thread(() -> read(process, output, lines), "gymbridge-tool-output");
    reader.setDaemon(true);
    reader.start();
    try {
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LocalServerException(
            "`%s` did not end within %s"
                .formatted(String.join(" ", builder.command()), seconds(timeLimit)));
      }
      reader.join(1000);
      return new Result(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalServerException("interrupted while the server was being installed", e);
    } finally {
      kill(process);
      ShutdownHooks.remove(hook);
    }
  }

  private static void read(Process process, LastLines output, Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        lines.accept(line);
      }
    } catch (IOException endOfProcess) {
      // A killed process closes its output under the reader: nothing more is to be read.
    }
  }

  /** Such as {@code 60 s} or {@code 0.25 s}. */
  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  /** Ends a process and those that it started. */
  public static void kill(Process process) {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
