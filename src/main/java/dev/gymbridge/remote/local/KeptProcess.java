package dev.gymbridge.remote.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's process, and the one that is started in its place when it is gone; thread-safe.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class KeptProcess implements AutoCloseable {
  private final ProcessBuilder command;
  private final @Nullable Path socketDirectory;
  private final Duration startTimeLimit;
  private final Consumer<String> progress;
  private volatile ServerProcess process;
  private volatile String address;
  private volatile boolean closed;

  private KeptProcess(
      ProcessBuilder command,
      @Nullable Path socketDirectory,
      Duration startTimeLimit,
      Consumer<String> progress) {
    this.command = command;
    this.socketDirectory = socketDirectory;
    this.startTimeLimit = startTimeLimit;
    this.progress = progress;
    process = ServerProcess.start(command);
    address = awaitAddress(process);
  }

  /**
   * Starts the server, and waits until it listens.
   *
   * @param socketDirectory of the socket that it listens at; null: on a port, and another time on
   *     another
   * @param progress told, in a line, when it is started again
   * @throws LocalServerException if it cannot be started
   */
  public static KeptProcess start(
      ProcessBuilder command,
      @Nullable Path socketDirectory,
      Duration startTimeLimit,
      Consumer<String> progress) {
    return new KeptProcess(command, socketDirectory, startTimeLimit, progress);
  }

  private String awaitAddress(ServerProcess started) {
    try {
      String said = started.awaitReady(startTimeLimit);
      return socketDirectory == null ? said : SocketDirectory.address(socketDirectory);
    } catch (LocalServerException e) {
      started.close();
      throw e;
    }
  }

  /** Where it listens. */
  public String address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it runs, be it that it does not answer. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What is known of its end; empty while it runs and is silent. */
  public String lastWords() {
    return process.lastWords();
  }

  /**
   * Starts another in its place, and makes sure that it is gone itself: it may hang, or be stopped.
   *
   * @throws LocalServerException if it cannot be started
   */
  public synchronized void startAgain() {
    if (closed) {
      return;
    }
    progress.accept(
        process.isAlive()
            ? "the environment server does not answer; it is ended and started again"
            : "the environment server is gone; it is started again");
    process.kill();
    if (socketDirectory != null) {
      SocketDirectory.restore(socketDirectory);
    }
    ServerProcess started = ServerProcess.start(command);
    process = started;
    if (closed) {
      started.close(); // who closed it could not see this one
    }
    address = awaitAddress(started);
  }

  /** Ends the process, also while it is being started again; a second call does nothing. */
  @Override
  public void close() {
    closed = true;
    process.close();
  }
}
