package dev.gymbridge.remote.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Python that was found and asked for its version.
 *
 * @param command as it was found: a path or a name
 * @param executable the program that it really is
 * @param version such as {@code 3.11.7}
 * @param canMakeEnvironments whether its venv and ensurepip modules are there
 */
record PythonInterpreter(
    String command, String executable, String version, boolean canMakeEnvironments) {
  static final String VARIABLE = "GYMBRIDGE_PYTHON";

  private static final int OLDEST_MINOR = 10;
  private static final List<String> NAMES =
      List.of("python3.13", "python3.12", "python3.11", "python3.10", "python3", "python");
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
  private static final String PROBE =
      """
      import sys, importlib.util as u
      print(sys.executable)
      print('%d.%d.%d' % sys.version_info[:3])
      print(all(u.find_spec(m) for m in ('venv', 'ensurepip')))
      """;

  /** The Python that the user named, in the options or the environment; null when none is. */
  static @Nullable String named(Installation installation, Map<String, String> environment) {
    String named =
        installation.python() != null ? installation.python() : environment.get(VARIABLE);
    return named == null || named.isBlank() ? null : named;
  }

  /**
   * The Python named, or the first on the search path that will do.
   *
   * @throws LocalServerException if there is none; the message names what was found instead
   */
  static PythonInterpreter find(@Nullable String named) {
    List<String> rejected = new ArrayList<>();
    PythonInterpreter withoutVenv = null;
    for (String command : named != null ? List.of(named) : NAMES) {
      Object probed = probe(command);
      if (!(probed instanceof PythonInterpreter python)) {
        rejected.add(command + ": " + probed);
      } else if (!python.isNewEnough()) {
        rejected.add("%s: version %s (%s)".formatted(command, python.version, python.executable));
      } else if (python.canMakeEnvironments) {
        return python;
      } else if (withoutVenv == null) {
        withoutVenv = python;
      }
    }
    if (withoutVenv != null) {
      return withoutVenv;
    }
    throw new LocalServerException(
        named != null
            ? "the Python \"%s\" cannot be used; 3.%d or newer is needed. %s. Set %s to another, or unset it"
                .formatted(named, OLDEST_MINOR, rejected.get(0), VARIABLE)
            : "no Python 3.%d or newer was found. Install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python), or set %s to its path. Tried:\n  %s"
                .formatted(OLDEST_MINOR, VARIABLE, String.join("\n  ", rejected)));
  }

  private boolean isNewEnough() {
    String[] parts = version.split("\\.", -1);
    return Integer.parseInt(parts[0]) == 3 && Integer.parseInt(parts[1]) >= OLDEST_MINOR;
  }

  /** An interpreter, or the text that says why there is none. */
  private static Object probe(String command) {
    try {
      List<String> answer = new ArrayList<>();
      Tool.Result result =
          Tool.run(Tool.python(command, List.of("-c", PROBE)), PROBE_LIMIT, answer::add);
      if (result.exitStatus() != 0
          || answer.size() < 3
          || !answer.get(1).matches("\\d+\\.\\d+\\.\\d+")) {
        return "it does not run (exit status %d%s)"
            .formatted(result.exitStatus(), answer.isEmpty() ? "" : ": " + answer.get(0).strip());
      }
      return new PythonInterpreter(
          command, answer.get(0), answer.get(1), answer.get(2).equals("True"));
    } catch (IOException e) {
      return "not found";
    } catch (LocalServerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** What to type where the venv module is missing or not whole. */
  String venvMend() {
    String[] parts = version.split("\\.", -1);
    return "on Debian and Ubuntu type `sudo apt install python%s.%s-venv`; elsewhere install a whole Python and set %s to its path"
        .formatted(parts[0], parts[1], VARIABLE);
  }
}
