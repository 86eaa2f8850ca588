package dev.gymbridge.checkpoints;

import com.sun.management.OperatingSystemMXBean;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.file.FileTree;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainingRun;
import dev.gymbridge.task.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What checkpoints cost a training. Each round trains twice with one seed, and so the same steps:
 * as the preset says, and with a hundred checkpoints more. The difference is what those cost.
 *
 * <p>Arguments: a directory for the runs, rounds, and tasks such as {@code
 * native:CartPole-v1,cartpole,50000}. A round before the first is not counted: the JVM warms up.
 */
public final class CheckpointCost {
  private static final int MORE = 100;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path directory;
  private final int rounds;

  /** Of a training: processor time of this process, time on the wall, checkpoints written. */
  private record Cost(double processor, double wall, int checkpoints, int best) {}

  /** Two trainings of a round. */
  private record Round(Cost asPreset, Cost often) {
    /** The seconds that one checkpoint takes. */
    double each(ToDoubleFunction<Cost> time) {
      return (time.applyAsDouble(often) - time.applyAsDouble(asPreset))
          / (often.checkpoints - asPreset.checkpoints);
    }

    /** The part of the training that its checkpoints take; a best policy counts as one. */
    double percent(ToDoubleFunction<Cost> time) {
      double all = each(time) * (asPreset.checkpoints + asPreset.best);
      return 100 * all / (time.applyAsDouble(asPreset) - all);
    }
  }

  private CheckpointCost(Path directory, int rounds) {
    this.directory = directory;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws IOException {
    CheckpointCost bench = new CheckpointCost(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.println(
        "| preset | env steps | checkpoints, best policies | processor time"
            + " | of it one checkpoint | all of them | on the wall |");
    System.out.println("|:--|--:|--:|--:|--:|--:|--:|");
    for (String task : List.of(args).subList(2, args.length)) {
      bench.measure(Task.of(task.split(",", -1)));
    }
  }

  private void measure(Task task) throws IOException {
    long steps = task.envSteps();
    DqnConfig config = task.config().with("final_evaluation_episodes", 0);
    DqnConfig often = config.with("checkpoint_period", steps / MORE + " env_steps");
    List<Round> measured = new ArrayList<>();
    try (EnvironmentSource source = task.source()) {
      for (int round = 0; round <= rounds; round++) {
        Cost first = train(task, round % 2 == 0 ? config : often, source);
        Cost second = train(task, round % 2 == 0 ? often : config, source);
        if (round > 0) {
          measured.add(round % 2 == 0 ? new Round(first, second) : new Round(second, first));
        }
      }
    }
    Cost one = measured.get(0).asPreset;
    System.out.printf(
        "| `%s`, %s | %,d | %d, %d | %s s | %s ms | %s %% | %s %% |%n",
        task.preset(),
        task.environment(),
        steps,
        one.checkpoints,
        one.best,
        spread(measured, round -> round.asPreset.processor),
        spread(measured, round -> 1e3 * round.each(Cost::processor)),
        spread(measured, round -> round.percent(Cost::processor)),
        spread(measured, round -> round.percent(Cost::wall)));
  }

  /** The median, the lowest and the highest. */
  private static String spread(List<Round> rounds, ToDoubleFunction<Round> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return "%.2f (%.2f - %.2f)"
        .formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  private Cost train(Task task, DqnConfig config, EnvironmentSource source)
      throws IOException {
    FileTree.delete(directory);
    RunDirectory run = RunDirectory.createAt(directory);
    System.gc();
    try (TrainingRun training = task.open(config, 1, source)) {
      long processor = SYSTEM.getProcessCpuTime();
      long wall = System.nanoTime();
      training.train(run, false, Map.of(), () -> false);
      return new Cost(
          (SYSTEM.getProcessCpuTime() - processor) / 1e9,
          (System.nanoTime() - wall) / 1e9,
          written(directory.resolve("checkpoint")),
          written(directory.resolve("best")));
    }
  }

  /** The number of the last, which are numbered from 1. */
  private static int written(Path checkpoints) throws IOException {
    try (Stream<Path> all = Files.list(checkpoints)) {
      return all.mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
          .max()
          .orElse(0);
    }
  }
}
