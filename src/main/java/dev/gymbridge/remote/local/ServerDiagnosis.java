package dev.gymbridge.remote.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the local server is there, and what is missing, without making anything.
 *
 * @param findings in the order in which the parts depend on each other
 */
public record ServerDiagnosis(List<Finding> findings) {
  private static final Duration QUERY_LIMIT = Duration.ofSeconds(30);
  private static final String VERSIONS =
      """
      import gymnasium, grpc, numpy
      print('Gymnasium ' + gymnasium.__version__ + ', gRPC ' + grpc.__version__
            + ', NumPy ' + numpy.__version__)
      """;

  /**
   * One part.
   *
   * @param name of the part, such as {@code Python}
   * @param found what is there
   * @param ok whether that will do
   * @param mend what to type where it will not; empty where it will
   */
  public record Finding(String name, String found, boolean ok, String mend) {
    static Finding good(String name, String found) {
      return new Finding(name, found, true, "");
    }

    static Finding bad(String name, String found, String mend) {
      return new Finding(name, found, false, mend);
    }
  }

  public ServerDiagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether every part will do. */
  public boolean ok() {
    return findings.stream().allMatch(Finding::ok);
  }

  /** Looks at Python, its venv module, the virtual environment in the cache, and Gymnasium. */
  public static ServerDiagnosis of(Installation installation) {
    List<Finding> findings = new ArrayList<>();
    pythonAndVenv(installation, findings);
    try {
      environmentAndGymnasium(new VirtualEnvironment(ServerSources.load(), installation), findings);
    } catch (LocalServerException e) {
      findings.add(Finding.bad("server sources", "missing", String.valueOf(e.getMessage())));
    }
    return new ServerDiagnosis(findings);
  }

  private static void pythonAndVenv(Installation installation, List<Finding> findings) {
    try {
      PythonInterpreter python =
          PythonInterpreter.find(PythonInterpreter.named(installation, System.getenv()));
      findings.add(
          Finding.good("Python", "%s (%s)".formatted(python.version(), python.executable())));
      findings.add(
          python.canMakeEnvironments()
              ? Finding.good("venv module", "present")
              : Finding.bad("venv module", "missing or not whole", python.venvMend()));
    } catch (LocalServerException e) {
      findings.add(Finding.bad("Python", "none that will do", String.valueOf(e.getMessage())));
    }
  }

  private static void environmentAndGymnasium(
      VirtualEnvironment environment, List<Finding> findings) {
    VirtualEnvironment.Installed installed = environment.installed();
    if (installed == null) {
      findings.add(
          Finding.good(
              "virtual environment",
              "not yet made; the first run makes it in " + environment.directory()));
      return;
    }
    String with =
        installed.extras().isEmpty() ? "" : " with " + String.join(", ", installed.extras());
    findings.add(
        Finding.good("virtual environment", environment.directory() + with + others(environment)));
    findings.add(gymnasium(installed.python(), environment.directory()));
  }

  /** Who upgrades often, or asks for many packages, has gigabytes there and does not know. */
  private static String others(VirtualEnvironment environment) {
    long others = environment.others();
    return others == 0
        ? ""
        : "; %d beside it, of other versions, packages or Pythons: delete what you no longer need"
            .formatted(others);
  }

  private static Finding gymnasium(Path python, Path directory) {
    String mend = "delete %s; the next run makes it again".formatted(directory);
    List<String> lines = new ArrayList<>();
    try {
      Tool.Result result =
          Tool.run(
              Tool.python(python.toString(), List.of("-c", VERSIONS)), QUERY_LIMIT, lines::add);
      String last = lines.isEmpty() ? "nothing said" : lines.get(lines.size() - 1);
      return result.exitStatus() == 0
          ? Finding.good("Gymnasium", last)
          : Finding.bad("Gymnasium", last, mend);
    } catch (IOException | LocalServerException e) {
      return Finding.bad("Gymnasium", String.valueOf(e.getMessage()), mend);
    }
  }
}
