package dev.gymbridge.run;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A search for a configuration by successive halving: all samples are trained for a short time, the
 * better half of them anew for twice as long, and so on until one is trained for the whole.
 *
 * <p>Source: Jamieson and Talwalkar 2016, Figure 1. Differs from the paper: a training of the next
 * round begins anew, since schedules span the whole of it.
 *
 * <p>Each score is a row of {@code trials.csv} as soon as it is known; a search that was broken off
 * goes on with what is missing. The same seed gives the same samples, whatever the number of jobs.
 */
public final class Tuning {
  private final SearchSpace space;
  private final long seed;
  private final int trials;
  private final long envSteps;
  private final TrialsCsv table;

  /** Trains and scores; called by several threads. */
  @FunctionalInterface
  public interface Trainer {
    /**
     * The score of a trial, the higher the better.
     *
     * @throws RuntimeException if it cannot be trained, which ends the search
     */
    double score(Trial trial);
  }

  /**
   * A search.
   *
   * @param seed of the samples
   * @param trials how many samples there are at first, at least 1
   * @param envSteps of the last training
   * @param directory where the table stands, and is gone on with
   * @throws RunDirectoryException if the table cannot be read
   * @throws OtherSearchException if it is of another search
   */
  public Tuning(SearchSpace space, long seed, int trials, long envSteps, Path directory) {
    if (trials < 1) {
      throw new IllegalArgumentException("trials must be at least 1, got " + trials);
    }
    this.space = space;
    this.seed = seed;
    this.trials = trials;
    this.envSteps = envSteps;
    table = new TrialsCsv(directory.resolve("trials.csv"), this::trial);
  }

  /** How many rounds there are: in each the trials are halved. */
  public int rounds() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(trials);
  }

  private Trial trial(int number, int round) {
    return new Trial(
        number, round, Math.max(1, envSteps >> (rounds() - 1 - round)), space.sample(seed, number));
  }

  /**
   * Searches.
   *
   * @param jobs trainings at the same time
   * @param progress is told of each score, in the order in which they come
   * @return the best trial of the last round, or of the last whole one before when asked to stop
   */
  public Trial search(
      Trainer trainer, int jobs, BooleanSupplier stopRequested, Consumer<String> progress) {
    table.begin();
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Integer> left = IntStream.range(0, trials).boxed().toList();
      for (int round = 0; ; round++) {
        List<Trial> ranked = ranked(left, round, trainer, threads, stopRequested, progress);
        if (round == rounds() - 1 || stopRequested.getAsBoolean()) {
          return ranked.get(0);
        }
        left = ranked.subList(0, left.size() / 2).stream().map(Trial::number).toList();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The trials of a round that have a score, the best first. */
  private List<Trial> ranked(
      List<Integer> numbers,
      int round,
      Trainer trainer,
      ExecutorService threads,
      BooleanSupplier stopRequested,
      Consumer<String> progress) {
    List<Trial> all = numbers.stream().map(number -> trial(number, round)).toList();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (Trial trial : all) {
      if (!table.has(trial)) {
        tasks.add(
            () -> {
              if (!stopRequested.getAsBoolean()) {
                note(trial, trainer.score(trial), stopRequested, progress);
              }
              return null;
            });
      }
    }
    waitFor(threads, tasks);
    List<Trial> scored = new ArrayList<>(all.stream().filter(table::has).toList());
    scored.sort(Comparator.comparingDouble((Trial t) -> -scoreOf(t)));
    return scored.isEmpty() ? all : scored;
  }

  private synchronized void note(
      Trial trial, double score, BooleanSupplier stopRequested, Consumer<String> progress) {
    if (stopRequested.getAsBoolean()) {
      return; // What was broken off has not shown what it can.
    }
    table.add(trial, score);
    progress.accept(
        "round %d of %d, trial %d: %s after %,d env steps"
            .formatted(
                trial.round() + 1,
                rounds(),
                trial.number(),
                CsvNumber.text(score),
                trial.envSteps()));
  }

  private static void waitFor(ExecutorService threads, List<Callable<Void>> tasks) {
    try {
      for (Future<Void> future : threads.invokeAll(tasks)) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The score of a trial that was trained. */
  public double scoreOf(Trial trial) {
    return table.scoreOf(trial);
  }

  /** What the best trial sets, as a file for {@code train --config}. */
  public static void writePreset(Trial best, JsonObject base, Path file) {
    JsonObject preset = base.deepCopy();
    best.changes().asMap().forEach(preset::add);
    JsonFile.write(file, preset);
  }
}
