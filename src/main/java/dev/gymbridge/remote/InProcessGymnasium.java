package dev.gymbridge.remote;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.remote.local.LastLines;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.local.Tool;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.Vectorization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gymnasium stepped inside its own Python process, with no bridge: what the cost of the bridge is
 * measured against.
 *
 * <pre>{@code
 * try (InProcessGymnasium gymnasium =
 *     InProcessGymnasium.single(LocalServerOptions.DEFAULT, EnvironmentOptions.of("CartPole-v1"))) {
 *   long[] nanos = gymnasium.step(1000);
 * }
 * }</pre>
 *
 * <p>It runs in the local server's virtual environment, and makes environments as the server does.
 * Not thread-safe. Who starts it closes it.
 */
public final class InProcessGymnasium implements AutoCloseable {
  private final Process process;
  private final OutputStream counts;
  private final BufferedReader times;
  private final LastLines standardError = new LastLines();
  private final Thread errorReader;

  private InProcessGymnasium(Process process) {
    this.process = process;
    counts = process.getOutputStream();
    times = reader(process.getInputStream());
    errorReader = new Thread(this::readErrors, "gymbridge-in-process-errors");
    errorReader.setDaemon(true);
    errorReader.start();
  }

  /**
   * Starts a process with one environment.
   *
   * @throws LocalServerException if the server cannot be installed or the process not started
   */
  public static InProcessGymnasium single(
      LocalServerOptions options, EnvironmentOptions environmentOptions) {
    return start(options, MakeMessages.single(environmentOptions));
  }

  /**
   * Starts a process with a vector of environments, under {@link AutoresetMode#NEXT_STEP}.
   *
   * @throws LocalServerException if the server cannot be installed or the process not started
   */
  public static InProcessGymnasium vector(
      LocalServerOptions options,
      EnvironmentOptions environmentOptions,
      int numEnvs,
      Vectorization vectorization) {
    return start(
        options,
        new MakeMessages.Vector(environmentOptions, AutoresetMode.NEXT_STEP, vectorization)
            .request(numEnvs));
  }

  /**
   * Starts a process with one environment that draws a frame after each step; the times are those
   * of the frames.
   *
   * @param environmentOptions with a render mode
   * @throws LocalServerException if the server cannot be installed or the process not started
   */
  public static InProcessGymnasium drawing(
      LocalServerOptions options, EnvironmentOptions environmentOptions) {
    return start(options, MakeMessages.single(environmentOptions), "--draw");
  }

  private static InProcessGymnasium start(
      LocalServerOptions options, MakeRequest request, String... flags) {
    Path python = options.installation().prepare();
    String encoded = Base64.getEncoder().encodeToString(request.toByteArray());
    List<String> command = new ArrayList<>(List.of(flags));
    command.addAll(0, List.of("-m", "gymbridge_server.in_process", encoded));
    try {
      return new InProcessGymnasium(Tool.python(python.toString(), command).start());
    } catch (IOException e) {
      throw new LocalServerException("Python cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Takes random steps; a reset between two of them is not counted.
   *
   * @param count how many, at least 1
   * @return the nanoseconds of each step as Python measured them, [count]
   * @throws LocalServerException if the process ended; the message holds what it said
   */
  public long[] step(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
    String line = ask(count);
    if (line == null) {
      throw ended(null);
    }
    return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private @Nullable String ask(int count) {
    try {
      counts.write((count + "\n").getBytes(StandardCharsets.US_ASCII));
      counts.flush();
      return times.readLine();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private LocalServerException ended(@Nullable IOException cause) {
    try {
      errorReader.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new LocalServerException(
        "Gymnasium's process ended" + standardError.under("; it said:", 20), cause);
  }

  private void readErrors() {
    try (BufferedReader reader = reader(process.getErrorStream())) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        standardError.add(line);
      }
    } catch (IOException endOfProcess) {
      // A killed process closes its streams under the reader: nothing more is to be read.
    }
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** Ends the process; a second call does nothing. */
  @Override
  public void close() {
    Tool.kill(process);
  }
}
