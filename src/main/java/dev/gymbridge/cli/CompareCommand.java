package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.report.Comparison;
import dev.gymbridge.report.ComparisonPage;
import dev.gymbridge.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs side by side. */
@Command(
    name = "compare",
    description = {
      "Compares runs: those that differ only in their seeds are a group. Prints the scores of each"
          + " group, and draws its learning curve with median and quartiles over the seeds."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  gymbridge compare runs",
      "  gymbridge compare runs/CartPole-v1",
      "  gymbridge compare DIR OTHER_DIR"
    })
final class CompareCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "A run directory, or a directory of them, such as runs or runs/CartPole-v1.")
  private List<Path> paths = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "comparison",
      description =
          "Where comparison.png and comparison.html are written (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    Console console = outputOptions.console();
    List<RunDirectory> runs = RunOptions.endedIn(paths, console);
    Comparison comparison = Comparison.of(runs);
    comparison.lines().forEach(console::say);
    ComparisonPage.write(comparison, out);
    console.say("Compared: " + out.resolve("comparison.html"));
    JsonObject json = new JsonObject();
    json.add("environments", comparison.toJson());
    json.addProperty("directory", out.toString());
    console.result(json);
  }
}
