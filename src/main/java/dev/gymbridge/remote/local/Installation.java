package dev.gymbridge.remote.local;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the local server is installed.
 *
 * @param python the Python to use, as a path or a command; null: {@code GYMBRIDGE_PYTHON}, else the
 *     first that will do
 * @param cacheDirectory where the virtual environment is kept; null: {@code GYMBRIDGE_CACHE}, else
 *     the platform's directory for caches
 * @param extras optional parts of the server, such as {@code box2d}
 * @param packages what pip installs beside the server, in an environment of their own
 * @param existing whether {@code python} has the server's packages already, and is used as it is
 * @param progress told what is being done, a line at a time
 * @apiNote For the rooms of {@code remote}; a user sets {@code LocalServerOptions}.
 */
public record Installation(
    @Nullable String python,
    @Nullable Path cacheDirectory,
    List<String> extras,
    List<String> packages,
    boolean existing,
    Consumer<String> progress) {
  /**
   * Makes sure that there is a Python that runs the server.
   *
   * @throws LocalServerException if not; the message says why and what to type
   */
  public Path prepare() {
    ServerSources sources = ServerSources.load();
    return existing && python != null
        ? ExistingPython.require(python, sources, this)
        : new VirtualEnvironment(sources, this).prepare();
  }
}
