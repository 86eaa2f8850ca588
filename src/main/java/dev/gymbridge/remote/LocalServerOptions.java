package dev.gymbridge.remote;

import dev.gymbridge.remote.local.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to install and start the local server.
 *
 * <pre>{@code
 * LocalServerOptions.DEFAULT.withExtras(List.of("box2d")).withProgress(System.err::println);
 * }</pre>
 *
 * @param python the Python to use, as a path or a command; null: {@code GYMBRIDGE_PYTHON}, else the
 *     first of python3.13 to python3.10, python3 and python that is 3.10 or newer
 * @param cacheDirectory where the virtual environment is kept; null: {@code GYMBRIDGE_CACHE}, else
 *     the platform's directory for caches
 * @param extras optional parts of the server to install, such as {@code box2d}
 * @param packages what pip installs beside the server; each set has an environment of its own
 * @param existingPython whether {@code python} has the server's packages already, and is used as it
 *     is
 * @param serverArguments further arguments of the server's command line
 * @param startTimeLimit how long the server may take to get ready, once installed
 * @param tcp whether to listen on a loopback port even where Unix sockets are available
 * @param stopAtShutdown whether a shutdown hook stops the server; without one it still goes on its
 *     own, a moment after this JVM
 * @param progress told what is being done, a line at a time, where something takes long
 * @param connection how to talk to the server
 */
public record LocalServerOptions(
    @Nullable String python,
    @Nullable Path cacheDirectory,
    List<String> extras,
    List<String> packages,
    boolean existingPython,
    List<String> serverArguments,
    Duration startTimeLimit,
    boolean tcp,
    boolean stopAtShutdown,
    Consumer<String> progress,
    ConnectionOptions connection) {
  /** The first Python found, the platform's cache, no extras, 60 s to start, no progress shown. */
  public static final LocalServerOptions DEFAULT =
      new LocalServerOptions(
          null,
          null,
          List.of(),
          List.of(),
          false,
          List.of(),
          Duration.ofSeconds(60),
          false,
          true,
          line -> {},
          ConnectionOptions.DEFAULT);

  public LocalServerOptions {
    extras = extras.stream().distinct().sorted().toList();
    packages = packages.stream().distinct().sorted().toList();
    serverArguments = List.copyOf(serverArguments);
  }

  /** The same with another Python, as a path or a command. */
  public LocalServerOptions withPython(String newPython) {
    return with(copy -> copy.python = newPython);
  }

  /** The same with another place for the virtual environment. */
  public LocalServerOptions withCacheDirectory(Path newCacheDirectory) {
    return with(copy -> copy.cacheDirectory = newCacheDirectory);
  }

  /** The same with other optional parts. */
  public LocalServerOptions withExtras(List<String> newExtras) {
    return with(copy -> copy.extras = newExtras);
  }

  /** The same with other packages beside the server, as pip names them. */
  public LocalServerOptions withPackages(List<String> newPackages) {
    return with(copy -> copy.packages = newPackages);
  }

  /** The same with a Python that has the server's packages already; nothing is installed. */
  public LocalServerOptions withExistingPython(String newPython) {
    return with(
        copy -> {
          copy.python = newPython;
          copy.existingPython = true;
        });
  }

  /** The same with other arguments of the server's command line. */
  public LocalServerOptions withServerArguments(List<String> newServerArguments) {
    return with(copy -> copy.serverArguments = newServerArguments);
  }

  /** The same with further arguments of the server's command line. */
  public LocalServerOptions plusServerArguments(List<String> moreServerArguments) {
    List<String> all = new ArrayList<>(serverArguments);
    all.addAll(moreServerArguments);
    return withServerArguments(all);
  }

  /**
   * The same with a process for each environment, so that a crash or a hang of one is its own: it
   * is made again in another process, and the exception says that a reset is needed.
   */
  public LocalServerOptions withIsolation() {
    return plusServerArguments(List.of("--isolate"));
  }

  /** The same with another time limit for the start. */
  public LocalServerOptions withStartTimeLimit(Duration newStartTimeLimit) {
    return with(copy -> copy.startTimeLimit = newStartTimeLimit);
  }

  /**
   * The same, on a loopback port rather than a Unix socket. Another connection than the server's
   * own needs the token: set one in the security of {@link #connection}.
   */
  public LocalServerOptions withTcp() {
    return with(copy -> copy.tcp = true);
  }

  /** The same without a shutdown hook: the caller closes the server when the JVM shuts down. */
  public LocalServerOptions withoutShutdownHook() {
    return with(copy -> copy.stopAtShutdown = false);
  }

  /** The same, reporting progress elsewhere. */
  public LocalServerOptions withProgress(Consumer<String> newProgress) {
    return with(copy -> copy.progress = newProgress);
  }

  /** The same with other ways to talk to the server. */
  public LocalServerOptions withConnection(ConnectionOptions newConnection) {
    return with(copy -> copy.connection = newConnection);
  }

  /** The part of it that is about installing. */
  Installation installation() {
    return new Installation(python, cacheDirectory, extras, packages, existingPython, progress);
  }

  private LocalServerOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** A copy on its way to be another value. */
  private static final class Copy {
    private @Nullable String python;
    private @Nullable Path cacheDirectory;
    private List<String> extras;
    private List<String> packages;
    private boolean existingPython;
    private List<String> serverArguments;
    private Duration startTimeLimit;
    private boolean tcp;
    private boolean stopAtShutdown;
    private Consumer<String> progress;
    private ConnectionOptions connection;

    Copy(LocalServerOptions options) {
      python = options.python;
      cacheDirectory = options.cacheDirectory;
      extras = options.extras;
      packages = options.packages;
      existingPython = options.existingPython;
      serverArguments = options.serverArguments;
      startTimeLimit = options.startTimeLimit;
      tcp = options.tcp;
      stopAtShutdown = options.stopAtShutdown;
      progress = options.progress;
      connection = options.connection;
    }

    LocalServerOptions options() {
      return new LocalServerOptions(
          python,
          cacheDirectory,
          extras,
          packages,
          existingPython,
          serverArguments,
          startTimeLimit,
          tcp,
          stopAtShutdown,
          progress,
          connection);
    }
  }
}
