package dev.gymbridge.report;

import dev.gymbridge.run.ProgressCsv;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The returns of a run's episodes over env steps, thinned to what a picture can show. */
final class ProgressSeries {
  private static final int MEAN_OVER_EPISODES = 100;
  private static final int MOST_POINTS = 2000;

  private double[] envSteps = new double[1024];
  private double[] returns = new double[1024];
  private int episodes;

  /** Points of a picture, as many x as y. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
  record Points(double[] x, double[] y) {
    /** So many of them at most, evenly spread, with the first and the last. */
    Points thinned(int most) {
      int n = Math.min(x.length, most);
      int[] kept =
          IntStream.range(0, n)
              .map(i -> n == 1 ? 0 : (int) ((long) i * (x.length - 1) / (n - 1)))
              .toArray();
      return new Points(
          IntStream.of(kept).mapToDouble(i -> x[i]).toArray(),
          IntStream.of(kept).mapToDouble(i -> y[i]).toArray());
    }
  }

  /**
   * Another column over env steps, as the means of at most so many equal stretches of episodes;
   * episodes that have no number are left out.
   */
  static Points trend(Path progressCsv, String column, int most) {
    ProgressSeries series = new ProgressSeries();
    ProgressCsv.read(progressCsv, column, series::add);
    int n = Math.min(series.episodes, most);
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int from = (int) ((long) i * series.episodes / n);
      int to = (int) ((long) (i + 1) * series.episodes / n);
      x[i] = series.envSteps[to - 1];
      y[i] = Arrays.stream(series.returns, from, to).average().orElseThrow();
    }
    return new Points(x, y);
  }

  static ProgressSeries read(Path progressCsv) {
    ProgressSeries series = new ProgressSeries();
    ProgressCsv.read(progressCsv, series::add);
    return series;
  }

  void add(double envStep, double episodeReturn) {
    if (Double.isNaN(episodeReturn) || Double.isInfinite(episodeReturn)) {
      return; // no axis reaches it
    }
    if (episodes == envSteps.length) {
      envSteps = Arrays.copyOf(envSteps, 2 * episodes);
      returns = Arrays.copyOf(returns, 2 * episodes);
    }
    envSteps[episodes] = envStep;
    returns[episodes++] = episodeReturn;
  }

  int episodes() {
    return episodes;
  }

  boolean allReturnsPositive() {
    for (int i = 0; i < episodes; i++) {
      if (returns[i] <= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns: all of them, or of each of many equal stretches one, at places that turn around so
   * that what is periodic in the run shows no false period.
   */
  Points returns() {
    int n = Math.min(episodes, MOST_POINTS);
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      long start = (long) i * episodes / n;
      long length = (long) (i + 1) * episodes / n - start;
      double turn = i * 0.6180339887498949;
      int at = (int) (start + (long) ((turn - Math.floor(turn)) * length));
      x[i] = envSteps[at];
      y[i] = returns[at];
    }
    return new Points(x, y);
  }

  /** Mean of the last 100 returns (fewer at the start), the last episode included. */
  Points means() {
    double[] means = new double[episodes];
    for (int i = 0; i < episodes; i++) {
      int from = Math.max(0, i + 1 - MEAN_OVER_EPISODES);
      double sum = 0;
      for (int j = from; j <= i; j++) {
        sum += returns[j];
      }
      means[i] = sum / (i + 1 - from);
    }
    int n = Math.min(episodes, MOST_POINTS);
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int at = n == 1 ? episodes - 1 : (int) ((long) i * (episodes - 1) / (n - 1));
      x[i] = envSteps[at];
      y[i] = means[at];
    }
    return new Points(x, y);
  }
}
