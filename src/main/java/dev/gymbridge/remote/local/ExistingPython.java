package dev.gymbridge.remote.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Python of the user's that has the server's packages: it is used as it is. */
final class ExistingPython {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CHECK = "import gymbridge_server, grpc, gymnasium";

  private ExistingPython() {}

  /**
   * Requires that the server runs there.
   *
   * @throws LocalServerException if it does not; the message says what to type
   */
  static Path require(String python, ServerSources sources, Installation installation) {
    Path directory =
        CacheDirectory.of(installation).resolve("source-" + sources.hash("")).toAbsolutePath();
    try {
      Tool.Result result = Tool.run(Tool.python(python, List.of("-c", CHECK)), LIMIT, line -> {});
      if (result.exitStatus() == 0) {
        return Path.of(python);
      }
      sources.unpack(directory);
      throw new LocalServerException(
          "the Python %s cannot run the server. Type: %s -m pip install '%s'%s"
              .formatted(
                  python,
                  python,
                  directory.resolve("python-env-server"),
                  result.output().under("\nIt said:", 5)));
    } catch (IOException e) {
      throw new LocalServerException(
          "the Python %s cannot be started: %s; %s".formatted(python, e.getMessage(), mend(python)),
          e);
    }
  }

  private static String mend(String python) {
    return Files.isDirectory(Path.of(python))
        ? "it is a folder: give the program in it, such as " + Path.of(python, "bin", "python")
        : "give the path of one that has the server's packages";
  }
}
