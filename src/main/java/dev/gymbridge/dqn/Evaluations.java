package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The evaluations of a run: which is owed, what the best one gave, and whether it is solved. */
final class Evaluations {
  /** Beside the best weights: the mean return that they were kept for. */
  private static final String BEST_MARK = "evaluation.json";

  private final DqnConfig config;
  private final RandomStreams streams;
  private final QNetwork network;
  private @Nullable Evaluator evaluator;
  private @Nullable Path bestDirectory;
  private Consumer<Path> besideWeights = weights -> {};
  private State state = State.NONE;
  // What the policy on disk reached; it may be newer than a checkpoint, so it has a mark of its
  // own.
  private double keptMean = Double.NEGATIVE_INFINITY;

  /**
   * What a resumed run must know of the evaluations before.
   *
   * @param bestMean mean return of the best one; null when there was none
   * @param evaluatedAt env steps at the last one; -1 when there was none
   * @param solvedInARow how many of the last ones reached the return to stop at
   * @param owed whether one was due and not played to its end
   */
  record State(@Nullable Double bestMean, long evaluatedAt, int solvedInARow, boolean owed) {
    static final State NONE = new State(null, -1, 0, false);
  }

  Evaluations(DqnConfig config, RandomStreams streams, QNetwork network) {
    this.config = config;
    this.streams = streams;
    this.network = network;
  }

  void playWith(Evaluator newEvaluator) {
    evaluator = newEvaluator;
  }

  void keepBestIn(Path directory, Consumer<Path> beside) {
    bestDirectory = directory;
    besideWeights = beside;
  }

  State state() {
    return state;
  }

  void resumeFrom(State earlier) {
    state = earlier;
  }

  boolean playsOn(VectorEnvironment environment) {
    return evaluator != null && evaluator.playsOn(environment);
  }

  boolean solved() {
    return state.solvedInARow() >= config.evaluation().stopAfterEvaluations();
  }

  boolean owed() {
    return state.owed() && evaluator != null;
  }

  /** One is due; it is owed until it was played to its end. */
  void becomeDue(long envSteps) {
    if (state.evaluatedAt() != envSteps) {
      state =
          new State(state.bestMean(), state.evaluatedAt(), state.solvedInARow(), /* owed= */ true);
    }
  }

  /** Plays the one that is owed; empty if there is none, or it was asked to stop. */
  Optional<EvaluationFinished> play(Counters now, BooleanSupplier stopRequested) {
    if (evaluator == null || !state.owed()) {
      return Optional.empty();
    }
    long seed = streams.seedFor("evaluation at " + now.envSteps());
    return evaluator
        .evaluate(config.evaluation().evaluationEpisodes(), seed, stopRequested)
        .map(evaluation -> note(evaluation, now));
  }

  private EvaluationFinished note(Evaluation evaluation, Counters now) {
    double mean = evaluation.mean();
    Double bestMean = state.bestMean();
    // Of equal evaluations the later is kept: it has seen more.
    boolean best = bestMean == null || mean >= bestMean;
    if (best) {
      keepBest(mean);
    }
    Double stopAt = config.evaluation().stopAtReturn();
    state =
        new State(
            best ? Double.valueOf(mean) : bestMean,
            now.envSteps(),
            stopAt != null && mean >= stopAt ? state.solvedInARow() + 1 : 0,
            /* owed= */ false);
    return new EvaluationFinished(now.envSteps(), now.gradientSteps(), evaluation, best);
  }

  private void keepBest(double mean) {
    Path directory = bestDirectory;
    if (directory == null) {
      return;
    }
    keptMean = Math.max(keptMean, readMark(directory));
    if (mean >= keptMean) {
      Checkpoint.replace(directory, fresh -> writeBest(fresh, mean));
      keptMean = mean;
    }
  }

  private void writeBest(Path fresh, double mean) {
    network.save(fresh);
    besideWeights.accept(fresh);
    JsonObject mark = new JsonObject();
    mark.addProperty("mean", mean);
    try {
      Files.writeString(fresh.resolve(BEST_MARK), mark + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mean return that the policy on disk was kept for; minus infinity when nothing says. */
  private static double readMark(Path directory) {
    Path mark = directory.resolve(BEST_MARK);
    try {
      return Files.exists(mark)
          ? JsonParser.parseString(Files.readString(mark))
              .getAsJsonObject()
              .get("mean")
              .getAsDouble()
          : Double.NEGATIVE_INFINITY;
    } catch (IOException | RuntimeException unreadable) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}
