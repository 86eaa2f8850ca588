package dev.gymbridge.remote.local;

import dev.gymbridge.file.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Python virtual environment that the server runs in, kept in the cache.
 *
 * <p>Its directory is named by a digest of the server's sources and the Python asked for, so that a
 * new version of either gets a new one. Each attempt to install has a directory of its own in it: a
 * pip that outlived a killed program spoils its own attempt alone. A marker file, written last,
 * says which attempt is whole, with which extras, and on which Python: an installation that was cut
 * short, or whose Python was replaced, is made again. Extras are added in place.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class VirtualEnvironment {
  private static final String PREFIX = "server-";
  private static final Duration VENV_LIMIT = Duration.ofMinutes(5);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(30);

  private final ServerSources sources;
  private final Installation installation;
  private final @Nullable String namedPython;
  private final Path directory;

  public VirtualEnvironment(ServerSources sources, Installation installation) {
    this.sources = sources;
    this.installation = installation;
    this.namedPython = PythonInterpreter.named(installation, System.getenv());
    this.directory =
        CacheDirectory.of(installation)
            .resolve(PREFIX + sources.hash(dependsOn(namedPython, installation.packages())));
  }

  private static String dependsOn(@Nullable String namedPython, List<String> packages) {
    String python = namedPython == null ? "" : namedPython;
    return packages.isEmpty() ? python : python + "\n" + String.join("\n", packages);
  }

  Path directory() {
    return directory;
  }

  /** How many lie beside it in the cache: of other versions, packages or Pythons. */
  long others() {
    try (Stream<Path> all = Files.list(directory.getParent())) {
      return all.filter(each -> each.getFileName().toString().startsWith(PREFIX))
          .filter(each -> Files.isDirectory(each) && !each.equals(directory))
          .count();
    } catch (IOException unreadable) {
      return 0;
    }
  }

  /**
   * An installation that is whole.
   *
   * @param home its directory
   * @param extras that are in it
   */
  record Installed(Path home, List<String> extras) {
    /** Its own Python. */
    Path python() {
      return pythonIn(home);
    }
  }

  private static Path pythonIn(Path home) {
    Path venv = home.resolve("venv");
    Path windows = venv.resolve("Scripts").resolve("python.exe");
    return Files.exists(windows) ? windows : venv.resolve("bin").resolve("python");
  }

  /** What is installed; null when that is nothing, or not whole. */
  @Nullable Installed installed() {
    try {
      List<String> lines = Files.readAllLines(marker());
      Installed installed =
          new Installed(directory.resolve(lines.get(0)), lines.subList(2, lines.size()));
      boolean samePython =
          Files.isExecutable(installed.python())
              && installed.python().toRealPath().toString().equals(lines.get(1));
      return samePython ? installed : null;
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException absent) {
      return null;
    }
  }

  /**
   * Makes sure that the environment is there, with the extras asked for.
   *
   * @return its Python
   * @throws LocalServerException if it cannot be made; the message says why and what to type
   */
  @SuppressWarnings("try") // the lock is held, not used
  public Path prepare() {
    Installed ready = ready();
    if (ready != null) {
      return ready.python();
    }
    sources.requireExtras(installation.extras());
    Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
    try (InstallationLock lock = InstallationLock.take(lockFile, installation.progress())) {
      // Another process may have made it while this one waited.
      Installed since = ready();
      return since != null ? since.python() : install();
    } catch (IOException e) {
      throw new LocalServerException(
          "the server cannot be installed in %s: %s; free some space, or set GYMBRIDGE_CACHE to a directory that can be written"
              .formatted(directory, e),
          e);
    }
  }

  private @Nullable Installed ready() {
    Installed installed = installed();
    return installed != null && installed.extras().containsAll(installation.extras())
        ? installed
        : null;
  }

  private Path install() throws IOException {
    long start = System.nanoTime();
    TreeSet<String> extras = new TreeSet<>(installation.extras());
    Installed before = installed();
    Path home = before == null ? newHome() : before.home();
    if (before != null) {
      extras.addAll(before.extras());
      Files.delete(marker());
    }
    try {
      installServer(home, extras);
    } catch (LocalServerException e) {
      if (before != null && !Thread.currentThread().isInterrupted()) {
        // pip takes back what it could not finish, so that what was there still is.
        mark(home, before.extras());
      }
      throw e;
    }
    mark(home, extras);
    Duration taken = Duration.ofSeconds(Math.round((System.nanoTime() - start) / 1e9));
    installation.progress().accept("the server is installed (%s)".formatted(Tool.seconds(taken)));
    return pythonIn(home);
  }

  /** A directory that nobody else has, with the sources and a virtual environment in it. */
  private Path newHome() throws IOException {
    try {
      FileTree.delete(directory);
    } catch (DirectoryNotEmptyException writtenTo) {
      // By a pip whose program was killed: it is in nobody's way, and the next attempt deletes it.
    }
    Files.createDirectories(directory);
    Path home = Files.createTempDirectory(directory, "attempt-");
    sources.unpack(home.resolve("source"));
    createEnvironment(PythonInterpreter.find(namedPython), home);
    return home;
  }

  private void createEnvironment(PythonInterpreter python, Path home) throws IOException {
    if (!python.canMakeEnvironments()) {
      throw new LocalServerException(
          "%s (%s) has no whole venv module; %s"
              .formatted(python.executable(), python.version(), python.venvMend()));
    }
    installation
        .progress()
        .accept(
            "creating a virtual environment with Python %s in %s (first use only)"
                .formatted(python.version(), directory));
    Tool.Result result =
        Tool.run(
            Tool.python(
                python.executable(), List.of("-m", "venv", home.resolve("venv").toString())),
            VENV_LIMIT,
            line -> {});
    if (result.exitStatus() != 0) {
      String mend =
          result.output().mention("ensurepip", "python3-venv", "No module named venv")
              ? python.venvMend()
              : "set %s to another Python".formatted(PythonInterpreter.VARIABLE);
      throw new LocalServerException(
          "%s could not make a virtual environment; %s%s"
              .formatted(python.executable(), mend, result.output().under("\nIt said:", 10)));
    }
  }

  private void installServer(Path home, Set<String> extras) throws IOException {
    String project = home.resolve("source").resolve("python-env-server").toString();
    String requirement =
        extras.isEmpty() ? project : project + "[" + String.join(",", extras) + "]";
    TreeSet<String> beside = new TreeSet<>(extras);
    beside.addAll(installation.packages());
    installation
        .progress()
        .accept(
            "installing Gymnasium and gRPC"
                + (beside.isEmpty() ? "" : " with " + String.join(", ", beside))
                + " (a minute or so)");
    List<String> pip =
        new ArrayList<>(
            List.of(
                "-m",
                "pip",
                "install",
                "--no-input",
                "--disable-pip-version-check",
                "--progress-bar=off",
                requirement));
    pip.addAll(installation.packages());
    String python = pythonIn(home).toString();
    ProcessBuilder builder = Tool.python(python, pip);
    PipSettings.apply(python, builder);
    Tool.Result result = Tool.run(builder, INSTALL_LIMIT, this::reportPip);
    if (result.exitStatus() != 0) {
      throw PipFailure.explain(result.output(), directory);
    }
  }

  private void reportPip(String line) {
    if (line.strip().startsWith("Collecting ")) {
      installation.progress().accept("  " + line.strip().replaceFirst(" \\(from .*", ""));
    } else if (line.startsWith("Installing collected packages")) {
      installation.progress().accept("  Installing what was collected");
    }
  }

  private Path marker() {
    return directory.resolve("installed");
  }

  private void mark(Path home, Iterable<String> extras) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(home.getFileName().toString());
    lines.add(pythonIn(home).toRealPath().toString());
    extras.forEach(lines::add);
    Path unfinished = directory.resolve("installed.part");
    Files.write(unfinished, lines, StandardCharsets.UTF_8);
    Files.move(unfinished, marker(), StandardCopyOption.ATOMIC_MOVE);
  }
}
