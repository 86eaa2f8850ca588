package dev.gymbridge.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.run.EvaluationRow;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import dev.gymbridge.run.SummaryFile;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is compared with others.
 *
 * @param name of its directory
 * @param recipe how it was made
 * @param curve mean return of greedy evaluations over env steps, or where none were played of the
 *     last 100 episodes
 * @param finalScore mean return of the final evaluation; null where none was played
 * @param bestScore mean return of the best evaluation while it trained; null likewise
 */
record ComparedRun(
    String name,
    Recipe recipe,
    NavigableMap<Double, Double> curve,
    @Nullable Double finalScore,
    @Nullable Double bestScore) {

  /**
   * Reads a run.
   *
   * @throws RunDirectoryException if it is none, or has not ended
   */
  static ComparedRun read(RunDirectory run) {
    if (!run.hasEnded()) {
      throw new RunDirectoryException(
          "%s has not ended: summary.json is missing; go on with it by train --resume %s, or leave it out"
              .formatted(run, run));
    }
    JsonObject summary = SummaryFile.read(run);
    return new ComparedRun(
        run.path().getFileName().toString(),
        Recipe.read(run),
        curve(run),
        mean(summary.get("final_evaluation")),
        mean(summary.get("best_evaluation")));
  }

  private static @Nullable Double mean(@Nullable JsonElement evaluation) {
    return evaluation != null && evaluation.isJsonObject()
        ? Double.valueOf(evaluation.getAsJsonObject().get("mean").getAsDouble())
        : null;
  }

  private static NavigableMap<Double, Double> curve(RunDirectory run) {
    NavigableMap<Double, Double> curve = new TreeMap<>();
    List<EvaluationRow> evaluations = EvaluationRow.read(run.evaluations());
    evaluations.forEach(row -> curve.put((double) row.envSteps(), row.evaluation().mean()));
    if (evaluations.isEmpty()) {
      ProgressSeries.Points means = ProgressSeries.read(run.progress()).means();
      for (int i = 0; i < means.x().length; i++) {
        curve.put(means.x()[i], means.y()[i]);
      }
    }
    return curve;
  }

  /** The curve between its points in straight lines, before the first and after the last level. */
  double at(double envStep) {
    var before = curve.floorEntry(envStep);
    var after = curve.ceilingEntry(envStep);
    if (before == null || after == null) {
      return (before == null ? after : before).getValue();
    }
    double width = after.getKey() - before.getKey();
    double share = width == 0 ? 0 : (envStep - before.getKey()) / width;
    return before.getValue() + share * (after.getValue() - before.getValue());
  }
}
