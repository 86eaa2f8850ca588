package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.network.tensorflow.NativeLibraryException;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.local.ServerDiagnosis;
import dev.gymbridge.remote.local.ServerDiagnosis.Finding;
import dev.gymbridge.report.EpisodeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is found and what is missing. */
@Command(
    name = "doctor",
    description = "Says what is found and what is missing, with the mend.",
    footer = {"", "Examples:", "  gymbridge doctor", "  gymbridge doctor --server localhost:50051"},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "TARGET",
      description = "Also an env server that runs: what it is, what it allows.")
  private @Nullable String target;

  @Mixin private SecurityOptions security;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() {
    Console console = outputOptions.console();
    console.note("looking at Java, TensorFlow, Python and the server");
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            "JDK", Runtime.version() + " (" + System.getProperty("java.home") + ")", true, ""));
    findings.add(tensorflow());
    ServerDiagnosis local = LocalServer.diagnose(LocalServerOptions.DEFAULT);
    findings.addAll(local.findings());
    if (local.ok() && local.findings().stream().anyMatch(f -> f.name().equals("Gymnasium"))) {
      findings.add(sessions());
    }
    findings.add(
        new Finding(
            "display",
            EpisodeWindow.available() ? "present" : "none; GIFs are made all the same",
            true,
            ""));
    if (target != null) {
      findings.add(server(target));
    }
    boolean allOk = findings.stream().allMatch(Finding::ok);
    JsonArray rows = new JsonArray();
    for (Finding finding : findings) {
      JsonObject row = new JsonObject();
      row.addProperty("name", finding.name());
      row.addProperty("found", finding.found());
      row.addProperty("ok", finding.ok());
      row.addProperty("mend", finding.mend());
      rows.add(row);
      console.say(
          "%-4s %-20s %s".formatted(finding.ok() ? "ok" : "BAD", finding.name(), finding.found()));
      if (!finding.ok()) {
        console.say("     mend: " + finding.mend());
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("ok", allOk);
    json.add("findings", rows);
    console.result(json);
    return allOk ? 0 : 1;
  }

  /** What carries the sessions of a server of this machine, once that is installed. */
  private static Finding sessions() {
    try (LocalServer server = LocalServer.start()) {
      return new Finding("sessions", server.connection().carrier().text(), true, "");
    } catch (LocalServerException | ServerUnavailableException e) {
      return new Finding(
          "sessions", "the server does not start", false, String.valueOf(e.getMessage()));
    }
  }

  private Finding server(String target) {
    String name = "server " + target;
    try (EnvironmentServer server =
        EnvironmentServer.connect(target, security.connection(System.getenv()))) {
      String found =
          "%s; sessions: %s".formatted(server.serverInfo().text(), server.carrier().text());
      return new Finding(name, found, true, "");
    } catch (ServerUnavailableException | IllegalArgumentException e) {
      return new Finding(name, "no answer", false, String.valueOf(e.getMessage()));
    }
  }

  private static Finding tensorflow() {
    try {
      return new Finding("TensorFlow", Versions.tensorflow(), true, "");
    } catch (NativeLibraryException e) {
      return new Finding("TensorFlow", "none", false, String.valueOf(e.getMessage()));
    }
  }
}
