package dev.gymbridge.report;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What the scores of several runs come to.
 *
 * <p>The interquartile mean leaves out the lowest and the highest quarter of the scores, each
 * rounded down to whole runs: of three runs or fewer it is the mean. Its interval holds 95% of the
 * interquartile means of 2,000 draws with replacement, the same draws for the same number of runs.
 * Source: Agarwal et al. 2021, section 4. Differs from the paper: one task, so that there are no
 * strata.
 *
 * @param runs how many, at least 1
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Spread(
    int runs,
    double min,
    double median,
    double max,
    double interquartileMean,
    double low,
    double high) {
  private static final int DRAWS = 2_000;
  private static final double OUTSIDE = 0.025;

  /**
   * The spread of these scores.
   *
   * @param scores one a run, in any order
   */
  public static Spread of(double... scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("scores must be at least 1, got 0");
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double[] means = drawnMeans(sorted);
    return new Spread(
        sorted.length,
        sorted[0],
        quantile(sorted, 0.5),
        sorted[sorted.length - 1],
        interquartileMean(sorted),
        quantile(means, OUTSIDE),
        quantile(means, 1 - OUTSIDE));
  }

  private static double[] drawnMeans(double[] scores) {
    SplittableRandom random = new SplittableRandom(0);
    double[] means = new double[DRAWS];
    double[] drawn = new double[scores.length];
    for (int i = 0; i < DRAWS; i++) {
      for (int j = 0; j < drawn.length; j++) {
        drawn[j] = scores[random.nextInt(scores.length)];
      }
      Arrays.sort(drawn);
      means[i] = interquartileMean(drawn);
    }
    Arrays.sort(means);
    return means;
  }

  private static double interquartileMean(double[] sorted) {
    int cut = sorted.length / 4;
    return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
  }

  /** A quantile, in a straight line between the two values that it lies between. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** An object with a key for each of these numbers. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("runs", runs);
    json.addProperty("min", min);
    json.addProperty("median", median);
    json.addProperty("max", max);
    json.addProperty("interquartile_mean", interquartileMean);
    json.addProperty("low", low);
    json.addProperty("high", high);
    return json;
  }
}
