package dev.gymbridge.cli;

import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.Pretrained;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import dev.gymbridge.run.Runs;
import dev.gymbridge.run.TrainedAgent;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained agent a command is about. */
final class RunOptions {
  /** Where train keeps its runs unless it is told otherwise. */
  static final Path ROOT = Path.of("runs");

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "The run directory that train has made, or a directory of runs, whose newest is taken"
              + " (default: runs).")
  private @Nullable Path positional;

  @Option(names = "--run", paramLabel = "DIR", description = "The same.")
  private @Nullable Path directory;

  @Option(
      names = "--pretrained",
      paramLabel = "ID",
      completionCandidates = OfferedValues.PretrainedEnvironments.class,
      description =
          "The agent that comes with gymbridge for an environment, such as CartPole-v1, in place of"
              + " a run.")
  private @Nullable String pretrained;

  @Option(
      names = "--policy",
      paramLabel = "final|best",
      description =
          "The network as training left it, or of the best evaluation (the default where there is"
              + " one).")
  private @Nullable Policy policy;

  /**
   * The run that was named, or else the newest.
   *
   * @throws UsageException if there is none
   */
  RunDirectory run() {
    if (positional != null && directory != null) {
      throw new UsageException(
          "two runs are named, %s and %s; name one".formatted(positional, directory));
    }
    Path named = positional == null ? directory : positional;
    if (pretrained != null) {
      return pretrained(pretrained, named);
    }
    return named == null ? newest() : named(() -> Runs.oneIn(named));
  }

  private static RunDirectory pretrained(String environmentId, @Nullable Path named) {
    if (named != null) {
      throw new UsageException(
          "--pretrained takes the agent that comes with gymbridge, %s is a run; name one of the two"
              .formatted(named));
    }
    return named(() -> Pretrained.run(environmentId));
  }

  /** How a run is called: by its directory, which of a pretrained one may be within a jar. */
  static String nameOf(RunDirectory run) {
    return run.path().getFileSystem().equals(FileSystems.getDefault())
        ? run.toString()
        : "the pretrained agent for " + run.path().getFileName();
  }

  /** What a command line names; that it is not there is a mistake of who typed it. */
  private static <T> T named(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RunDirectoryException e) {
      throw new UsageException(e);
    }
  }

  /** A run directory that a command line names. */
  static RunDirectory open(Path directory) {
    return named(() -> RunDirectory.open(directory));
  }

  /** Run directories and directories of them, as a command line names them. */
  static List<RunDirectory> allIn(List<Path> paths) {
    return paths.stream().flatMap(path -> named(() -> Runs.allIn(path)).stream()).toList();
  }

  /**
   * Likewise, without those that have not ended: what was found in a directory is passed over and
   * said; what was named itself stays.
   */
  static List<RunDirectory> endedIn(List<Path> paths, Console console) {
    List<RunDirectory> ended = new ArrayList<>();
    for (Path path : paths) {
      List<RunDirectory> runs = named(() -> Runs.allIn(path));
      List<RunDirectory> over = runs.stream().filter(RunDirectory::hasEnded).toList();
      if (over.isEmpty()) {
        ended.addAll(runs);
        continue;
      }
      ended.addAll(over);
      runs.stream()
          .filter(run -> !run.hasEnded())
          .forEach(run -> console.note("left out " + run + ": it has not ended"));
    }
    return ended;
  }

  /**
   * The newest run of those that train keeps.
   *
   * @throws UsageException if there is none
   */
  static RunDirectory newest() {
    return Runs.newest(ROOT)
        .orElseThrow(
            () ->
                new UsageException(
                    "no run in %s/; train one first, name the directory of a run, or see one that"
                            .formatted(ROOT)
                        + " comes with gymbridge: watch --pretrained CartPole-v1"));
  }

  /**
   * Refuses what is no seed.
   *
   * @throws UsageException if it is negative
   */
  static void requireSeed(@Nullable Long seed) {
    if (seed != null && seed < 0) {
      throw new UsageException("--seed must be at least 0, got " + seed);
    }
  }

  boolean isPolicyGiven() {
    return policy != null;
  }

  Policy policy(RunDirectory run) {
    return policy == null ? Policy.preferred(run) : policy;
  }

  /** The agent of a run; the caller closes it. */
  TrainedAgent agent(RunDirectory run) {
    TrainedAgent agent = TrainedAgent.load(run, policy(run), TensorFlowQNetwork::create);
    agent.passedOver().forEach(damage -> System.err.println("passed over weights " + damage));
    return agent;
  }
}
