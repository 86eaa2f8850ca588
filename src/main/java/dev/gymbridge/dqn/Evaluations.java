package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The evaluations of a run: which is owed, what the best one gave, and whether it is solved. */
final class Evaluations implements Stateful {
  /** Said of the best weights: the mean return that they were kept for. */
  private static final String MARK = "mean_return";

  private final DqnConfig config;
  private final RandomStreams streams;
  private final QNetwork network;
  private @Nullable Evaluator evaluator;
  private @Nullable Checkpoints checkpoints;
  private State state = State.NONE;
  // What the policy on disk reached; it may be newer than a checkpoint, so it has a mark of its
  // own.
  private double keptMean = Double.NaN; // until it was looked for

  /**
   * What a resumed run must know of the evaluations before.
   *
   * @param bestMean mean return of the best one; null when there was none
   * @param evaluatedAt env steps at the last one; -1 when there was none
   * @param solvedInARow how many of the last ones reached the return to stop at
   * @param stepsTaken env steps of all of them
   * @param owed whether one was due and not played to its end
   */
  private record State(
      @Nullable Double bestMean,
      long evaluatedAt,
      int solvedInARow,
      long stepsTaken,
      boolean owed) {
    static final State NONE = new State(null, -1, 0, 0, false);

    State owing() {
      return new State(bestMean, evaluatedAt, solvedInARow, stepsTaken, true);
    }
  }

  Evaluations(DqnConfig config, RandomStreams streams, QNetwork network) {
    this.config = config;
    this.streams = streams;
    this.network = network;
  }

  void playWith(Evaluator newEvaluator) {
    evaluator = newEvaluator;
  }

  void keepBestIn(Checkpoints to) {
    checkpoints = to;
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

  /**
   * One is due, and owed unless those before it took more than their share; the last always is.
   *
   * @return that it is left out; empty if it is owed
   */
  Optional<EvaluationLeftOut> becomeDue(long envSteps, boolean last) {
    Double share = config.evaluation().evaluationShare();
    if (!last && share != null && state.stepsTaken() > share * envSteps) {
      return Optional.of(new EvaluationLeftOut(envSteps, state.stepsTaken(), share));
    }
    owe(envSteps);
    return Optional.empty();
  }

  /** One is owed until it was played to its end. */
  void owe(long envSteps) {
    if (state.evaluatedAt() != envSteps) {
      state = state.owing();
    }
  }

  /** Plays the one that is owed; empty if there is none, or it was asked to stop. */
  Optional<EvaluationFinished> play(Counters now, BooleanSupplier stopRequested) {
    if (evaluator == null || !state.owed()) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    long seed = streams.seedFor("evaluation at " + now.envSteps());
    return evaluator
        .evaluate(config.evaluation().evaluationEpisodes(), seed, stopRequested)
        .map(evaluation -> note(evaluation, now, (System.nanoTime() - started) / 1e9));
  }

  private EvaluationFinished note(Evaluation evaluation, Counters now, double seconds) {
    double mean = evaluation.mean();
    Double bestMean = state.bestMean();
    // Of equal evaluations the later is kept: it has seen more.
    boolean best = bestMean == null || mean >= bestMean;
    if (best) {
      keepBest(mean, now);
    }
    Double stopAt = config.evaluation().stopAtReturn();
    state =
        new State(
            best ? Double.valueOf(mean) : bestMean,
            now.envSteps(),
            stopAt != null && mean >= stopAt ? state.solvedInARow() + 1 : 0,
            state.stepsTaken() + evaluation.envSteps(),
            /* owed= */ false);
    return new EvaluationFinished(now.envSteps(), now.gradientSteps(), evaluation, best, seconds);
  }

  private void keepBest(double mean, Counters now) {
    Checkpoints to = checkpoints;
    if (to == null) {
      return;
    }
    if (Double.isNaN(keptMean)) {
      keptMean = markOf(to.best());
    }
    if (mean >= keptMean) {
      JsonObject about = new JsonObject();
      about.addProperty(MARK, mean);
      about.addProperty("env_steps", now.envSteps());
      to.writeBest(about, network::snapshot);
      keptMean = mean;
    }
  }

  /** The mean return that the policy on disk was kept for; minus infinity when none is whole. */
  private static double markOf(CheckpointStore store) {
    try {
      return store
          .newest()
          .map(kept -> kept.about().get(MARK).getAsDouble())
          .orElse(Double.NEGATIVE_INFINITY);
    } catch (CheckpointException noneIsWhole) {
      return Double.NEGATIVE_INFINITY;
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Double mean = state.bestMean();
    out.writeBoolean(mean != null);
    out.writeDouble(mean == null ? 0 : mean);
    out.writeLong(state.evaluatedAt());
    out.writeInt(state.solvedInARow());
    out.writeLong(state.stepsTaken());
    out.writeBoolean(state.owed());
  }

  @Override
  public void read(DataInput in) throws IOException {
    boolean any = in.readBoolean();
    double mean = in.readDouble();
    state =
        new State(
            any ? Double.valueOf(mean) : null,
            in.readLong(),
            in.readInt(),
            in.readLong(),
            in.readBoolean());
  }
}
