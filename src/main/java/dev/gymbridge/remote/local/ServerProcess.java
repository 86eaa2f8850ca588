package dev.gymbridge.remote.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's process: it goes when its standard input ends, which the operating system sees to
 * when this JVM ends, however it ends.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("\"address\"\\s*:\\s*\"([^\"]+)\"");
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Process process;
  private final LastLines standardError = new LastLines();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private final Thread outputReader;
  private final Thread errorReader;

  private ServerProcess(Process process) {
    this.process = process;
    this.outputReader = reader(process.getInputStream(), "gymbridge-server-output", true);
    this.errorReader = reader(process.getErrorStream(), "gymbridge-server-errors", false);
  }

  /**
   * Starts the server without waiting for it.
   *
   * @throws LocalServerException if the program cannot be started
   */
  public static ServerProcess start(ProcessBuilder builder) {
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new LocalServerException(
          "the server cannot be started: `%s`: %s"
              .formatted(String.join(" ", builder.command()), e.getMessage()),
          e);
    }
    ServerProcess server = new ServerProcess(process);
    server.outputReader.start();
    server.errorReader.start();
    return server;
  }

  private Thread reader(InputStream stream, String threadName, boolean isOutput) {
    Thread thread = new Thread(() -> read(stream, isOutput), threadName);
    thread.setDaemon(true);
    return thread;
  }

  private void read(InputStream stream, boolean isOutput) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (isOutput && !ready.isDone() && line.contains("\"ready\"")) {
          ready.complete(line);
        } else {
          standardError.add(line);
        }
      }
    } catch (IOException endOfProcess) {
      // A killed process closes its streams under the reader: nothing more is to be read.
    } finally {
      if (isOutput) {
        ready.completeExceptionally(new IOException("the output ended"));
      }
    }
  }

  /**
   * Waits until the server says that it listens.
   *
   * @return the address in its own words
   * @throws LocalServerException if it ends first, or takes longer than the limit
   */
  public String awaitReady(Duration timeLimit) {
    try {
      String line = ready.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      Matcher address = ADDRESS.matcher(line);
      if (!address.find()) {
        throw new LocalServerException("the server said no address: " + line);
      }
      return address.group(1);
    } catch (TimeoutException e) {
      throw new LocalServerException(
          "the server was not ready within %s%s"
              .formatted(Tool.seconds(timeLimit), standardError.under("\nIt said:", 20)),
          e);
    } catch (ExecutionException e) {
      throw died();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalServerException("interrupted while the server was starting", e);
    }
  }

  private LocalServerException died() {
    String status = "";
    if (endedWithin(GRACE)) {
      status = " with exit status " + process.exitValue();
    }
    return new LocalServerException(
        "the server ended%s before it was ready%s%s"
            .formatted(
                status,
                standardError.mention("ModuleNotFoundError", "ImportError")
                    ? "; a Python package is missing or broken: delete the virtual environment (`gymbridge doctor` says where it is) and run this again"
                    : "",
                standardError.under("\nIt said:", 20)));
  }

  /** What is known of a server that does not answer; empty while it runs and is silent. */
  public String lastWords() {
    // A dying server closes its connection a moment before it is gone.
    boolean gone = endedWithin(Duration.ofMillis(300));
    String heading =
        gone ? "The server ended with exit status %d".formatted(process.exitValue()) : "";
    List<String> lines = standardError.last(1);
    if (lines.isEmpty()) {
      return gone ? heading + " and said nothing." : "";
    }
    return standardError.under(gone ? heading + " and said:" : "The server said:", 20);
  }

  /** Whether the process ended and all that it said has been read. */
  private boolean endedWithin(Duration limit) {
    if (!waitFor(limit)) {
      return false;
    }
    try {
      outputReader.join(GRACE.toMillis());
      errorReader.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once. */
  void kill() {
    Tool.kill(process);
    waitFor(GRACE);
  }

  /** Asks the server to go by ending its input, then tells it to, then makes it. */
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // The pipe is broken where the process has ended; that is what is wanted.
    }
    if (!waitFor(GRACE)) {
      process.destroy();
      if (!waitFor(GRACE)) {
        process.destroyForcibly();
        waitFor(GRACE);
      }
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
