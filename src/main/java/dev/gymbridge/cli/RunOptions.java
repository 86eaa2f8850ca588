package dev.gymbridge.cli;

import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
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
    return policy == null ? Policy.preferred(run) : policy;
  }

  /** The agent; the caller closes it. */
  TrainedAgent agent() {
    RunDirectory run = run();
    return TrainedAgent.load(run, policy(run), Networks::tensorFlow);
  }
}
