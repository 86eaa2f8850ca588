package dev.gymbridge.results;

import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.file.FileTree;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Summary;
import dev.gymbridge.run.TrainedAgent;
import dev.gymbridge.run.TrainingRun;
import dev.gymbridge.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Trains presets over seeds and plays each policy; a row of results.csv a policy, rows that are
 * there already are not measured again.
 *
 * <p>Arguments: the table, a directory for the runs, how many episodes each policy plays, and tasks
 * such as {@code native:CartPole-v1,cartpole,50000,1-20}.
 */
public final class Results {
  private static final long EVALUATION_SEED = 2_000_000;
  private static final String HEADER =
      "environment,preset,env_steps,seed,policy,episodes,mean,std,min,max,wall_seconds\n";

  private final Path table;
  private final Path runs;
  private final int episodes;

  private Results(Path table, Path runs, int episodes) {
    this.table = table;
    this.runs = runs;
    this.episodes = episodes;
  }

  public static void main(String[] args) throws IOException {
    Results results =
        new Results(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
    if (!Files.exists(results.table)) {
      Files.writeString(results.table, HEADER);
    }
    for (String task : List.of(args).subList(3, args.length)) {
      results.measure(task.split(",", -1));
    }
  }

  private void measure(String[] words) throws IOException {
    Task task = Task.of(words);
    String[] seeds = words[3].split("-", -1);
    try (EnvironmentSource source = task.source()) {
      for (long seed = Long.parseLong(seeds[0]); seed <= Long.parseLong(seeds[1]); seed++) {
        String key =
            "%s,%s,%d,%d,".formatted(task.environment(), task.preset(), task.envSteps(), seed);
        if (!Files.readString(table).contains(key)) {
          measure(task, seed, source, key);
        }
      }
    }
  }

  private void measure(Task task, long seed, EnvironmentSource source, String key)
      throws IOException {
    Path path = runs.resolve(key.replaceAll("[^A-Za-z0-9]+", "-") + "run");
    FileTree.delete(path);
    RunDirectory run = RunDirectory.createAt(path);
    double seconds;
    try (TrainingRun training = task.open(task.config(), seed, source)) {
      long start = System.nanoTime();
      Summary summary = training.train(run, false, Map.of(), () -> false);
      seconds = (System.nanoTime() - start) / 1e9;
      training.evaluate(EVALUATION_SEED / 2, () -> false).ifPresent(summary::finalEvaluation);
      summary.write();
    }
    StringBuilder rows = new StringBuilder();
    for (Policy policy : List.of(Policy.FINAL, Policy.BEST)) {
      Evaluation evaluation = play(run, policy, source, task.id());
      rows.append(key)
          .append(
              "%s,%d,%s,%s,%s,%s,%.1f%n"
                  .formatted(
                      policy,
                      evaluation.episodes(),
                      evaluation.mean(),
                      evaluation.std(),
                      evaluation.min(),
                      evaluation.max(),
                      seconds));
    }
    Files.writeString(table, rows, StandardOpenOption.APPEND);
    System.out.print(rows);
  }

  private Evaluation play(RunDirectory run, Policy policy, EnvironmentSource source, String id) {
    try (TrainedAgent agent = TrainedAgent.load(run, policy, Task::network)) {
      return agent
          .evaluator(source, id, agent.environmentsFor(episodes))
          .evaluate(episodes, EVALUATION_SEED);
    }
  }
}
