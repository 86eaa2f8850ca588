package dev.gymbridge.bench;

import java.util.Arrays;

/**
 * A figure taken in several rounds.
 *
 * @param median over the rounds; of an even number of rounds, the mean of the middle two
 * @param low of the round where it was lowest
 * @param high of the round where it was highest
 */
public record Spread(double median, double low, double high) {
  /**
   * Sums up rounds.
   *
   * @param rounds one figure each, at least one
   */
  static Spread of(double... rounds) {
    if (rounds.length == 0) {
      throw new IllegalArgumentException("a spread needs at least one round, got none");
    }
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
