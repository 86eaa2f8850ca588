package dev.gymbridge.dqn;

import java.util.List;

/**
 * The result of greedy episodes.
 *
 * @param returns of each episode, undiscounted, at least one
 * @param lengths of each episode, in env steps
 * @param cutOff how many of them did not end by themselves within the steps allowed
 */
public record Evaluation(List<Double> returns, List<Integer> lengths, int cutOff) {
  public Evaluation {
    returns = List.copyOf(returns);
    lengths = List.copyOf(lengths);
    if (returns.isEmpty() || returns.size() != lengths.size()) {
      throw new IllegalArgumentException(
          "an evaluation has one length for each of its returns, and at least one; got %d and %d"
              .formatted(lengths.size(), returns.size()));
    }
  }

  /** The result of episodes that all ended by themselves. */
  public Evaluation(List<Double> returns, List<Integer> lengths) {
    this(returns, lengths, 0);
  }

  /** The number of episodes. */
  public int episodes() {
    return returns.size();
  }

  /** Mean return. */
  public double mean() {
    return returns.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Standard deviation of the returns over the episodes (divided by their number). */
  public double std() {
    double mean = mean();
    return Math.sqrt(
        returns.stream().mapToDouble(r -> (r - mean) * (r - mean)).average().orElseThrow());
  }

  /** Lowest return. */
  public double min() {
    return returns.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Highest return. */
  public double max() {
    return returns.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Which episode gave least, from 0; the first of several. */
  public int worst() {
    return returns.indexOf(min());
  }

  /** Which episode gave most, from 0; the first of several. */
  public int best() {
    return returns.indexOf(max());
  }

  /** Mean length, in env steps. */
  public double meanLength() {
    return (double) envSteps() / lengths.size();
  }

  /** Env steps of all episodes. */
  public long envSteps() {
    return lengths.stream().mapToLong(Integer::longValue).sum();
  }
}
