package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.Evaluation;

/**
 * An {@link Evaluation} in six numbers, as files and commands report it.
 *
 * @param episodes played, at least 1
 * @param mean of the returns
 * @param std of the returns, over the episodes (divided by their number)
 * @param min lowest return
 * @param max highest return
 * @param meanLength mean length of the episodes, in env steps
 */
public record EvaluationNumbers(
    int episodes, double mean, double std, double min, double max, double meanLength) {

  /** The numbers of an evaluation. */
  public static EvaluationNumbers of(Evaluation evaluation) {
    return new EvaluationNumbers(
        evaluation.episodes(),
        evaluation.mean(),
        evaluation.std(),
        evaluation.min(),
        evaluation.max(),
        evaluation.meanLength());
  }

  /** An object with the keys {@code episodes, mean, std, min, max, mean_length}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("episodes", episodes);
    json.addProperty("mean", mean);
    json.addProperty("std", std);
    json.addProperty("min", min);
    json.addProperty("max", max);
    json.addProperty("mean_length", meanLength);
    return json;
  }
}
