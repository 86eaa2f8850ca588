package dev.gymbridge.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one environment and one configuration, which differ in their seeds.
 *
 * @param label what tells the group from the others of its environment, such as {@code default,
 *     n_step=3}
 * @param runs at least one, by their seeds
 */
record RunGroup(String label, List<ComparedRun> runs) {
  /** Points of a curve: enough for a picture. */
  private static final int POINTS = 200;

  /**
   * A curve over seeds.
   *
   * @param envSteps where
   * @param median of the runs
   * @param low their lower quartile
   * @param high their upper quartile
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
  record Curve(double[] envSteps, double[] median, double[] low, double[] high) {}

  /**
   * Median and quartiles; empty where no run has a curve. A run that ended early, since it was
   * solved, counts with what it had reached.
   */
  Curve curve() {
    List<ComparedRun> drawn = runs.stream().filter(run -> !run.curve().isEmpty()).toList();
    int points = drawn.isEmpty() ? 0 : POINTS;
    Curve curve =
        new Curve(new double[points], new double[points], new double[points], new double[points]);
    double from = drawn.stream().mapToDouble(run -> run.curve().firstKey()).max().orElse(0);
    double to = drawn.stream().mapToDouble(run -> run.curve().lastKey()).max().orElse(0);
    for (int i = 0; i < points; i++) {
      double envStep = from + (to - from) * i / (points - 1);
      double[] sorted = drawn.stream().mapToDouble(run -> run.at(envStep)).sorted().toArray();
      curve.envSteps[i] = envStep;
      curve.median[i] = Spread.quantile(sorted, 0.5);
      curve.low[i] = Spread.quantile(sorted, 0.25);
      curve.high[i] = Spread.quantile(sorted, 0.75);
    }
    return curve;
  }

  /** The spread of the final scores; null where no run has one. */
  @Nullable Spread finalScores() {
    return spread(ComparedRun::finalScore);
  }

  /** The spread of the best scores; null where no run has one. */
  @Nullable Spread bestScores() {
    return spread(ComparedRun::bestScore);
  }

  private @Nullable Spread spread(Function<ComparedRun, @Nullable Double> score) {
    double[] scores =
        runs.stream()
            .map(score)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return scores.length == 0 ? null : Spread.of(scores);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("label", label);
    JsonArray list = new JsonArray();
    for (ComparedRun run : runs) {
      JsonObject one = new JsonObject();
      one.addProperty("run", run.name());
      one.addProperty("seed", run.recipe().seed());
      one.addProperty("final", run.finalScore());
      one.addProperty("best", run.bestScore());
      list.add(one);
    }
    json.add("runs", list);
    Spread finals = finalScores();
    json.add("final", finals == null ? null : finals.toJson());
    Spread bests = bestScores();
    json.add("best", bests == null ? null : bests.toJson());
    return json;
  }
}
