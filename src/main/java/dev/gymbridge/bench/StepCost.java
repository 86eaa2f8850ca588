package dev.gymbridge.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a step of N environments costs in one way of stepping them.
 *
 * <p>A step steps all N environments once. Times are microseconds.
 *
 * @param way such as {@code bridge, lane}
 * @param numEnvs N, at least 1
 * @param steps how many were timed
 * @param roundP50s the median step of each round, in the order of the rounds
 * @param p99 of all timed steps together
 * @param envStepsPerSecond N times the steps, over the time that they took together
 * @param split where the time went; empty where there is no bridge
 */
public record StepCost(
    String way,
    int numEnvs,
    long steps,
    List<Double> roundP50s,
    double p99,
    double envStepsPerSecond,
    Optional<Split> split) {
  public StepCost {
    roundP50s = List.copyOf(roundP50s);
  }

  /**
   * Where the time of a step went, each part the median over all timed steps: they need not sum to
   * the median of the whole. Microseconds.
   *
   * @param client encoding actions and decoding results in this program
   * @param wire carrying messages: gRPC on both sides and the socket
   * @param server decoding actions and encoding results in the server
   * @param environment Gymnasium's own time
   * @param bridge all but the environment's own time
   * @param bridgeP99 the 99th percentile of that
   */
  public record Split(
      double client,
      double wire,
      double server,
      double environment,
      double bridge,
      double bridgeP99) {}

  /** The median step. */
  public Spread p50() {
    return Spread.of(roundP50s.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** How many times the median step of {@code other} this one takes, round by round. */
  public Spread timesThatOf(StepCost other) {
    if (other.roundP50s.size() != roundP50s.size()) {
      throw new IllegalArgumentException(
          "costs are compared round by round, got %d and %d rounds"
              .formatted(roundP50s.size(), other.roundP50s.size()));
    }
    double[] ratios = new double[roundP50s.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = roundP50s.get(i) / other.roundP50s.get(i);
    }
    return Spread.of(ratios);
  }
}
