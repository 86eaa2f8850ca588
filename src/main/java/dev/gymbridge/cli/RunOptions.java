package dev.gymbridge.cli;

import dev.gymbridge.cli.TrainedRun.Policy;
import dev.gymbridge.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which trained agent a command is about. */
final class RunOptions {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The run directory that train has made.")
  private Path directory;

  @Option(
      names = "--policy",
      paramLabel = "final|best",
      description =
          "The network as training left it, or of the best evaluation (the default where there is"
              + " one).")
  private @Nullable Policy policy;

  RunDirectory run() {
    return RunDirectory.open(directory);
  }

  Policy policy(RunDirectory run) {
    if (policy != null) {
      return policy;
    }
    return Files.isDirectory(run.best()) ? Policy.BEST : Policy.FINAL;
  }
}
