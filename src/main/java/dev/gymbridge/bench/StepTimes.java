package dev.gymbridge.bench;

import dev.gymbridge.remote.session.BridgeTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** The times of the steps of one way, round by round. */
final class StepTimes {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram round = histogram();
  private final Histogram all = histogram();
  private final Histogram client = histogram();
  private final Histogram wire = histogram();
  private final Histogram server = histogram();
  private final Histogram environment = histogram();
  private final Histogram bridge = histogram();
  private final List<Double> roundP50s = new ArrayList<>();
  private long totalNanos;

  private static Histogram histogram() {
    return new Histogram(SIGNIFICANT_DIGITS);
  }

  /**
   * Takes a step and adds its time.
   *
   * @param timing of the bridge that carries it; empty where there is none
   * @return what the step led to
   */
  <T> T measure(Supplier<Optional<BridgeTiming>> timing, Supplier<T> step) {
    Optional<BridgeTiming> before = timing.get();
    long start = System.nanoTime();
    T result = step.get();
    long nanos = System.nanoTime() - start;
    if (before.isPresent()) {
      add(nanos, timing.get().orElseThrow().since(before.get()));
    } else {
      add(nanos);
    }
    return result;
  }

  void add(long nanos) {
    round.recordValue(nanos);
    all.recordValue(nanos);
    totalNanos += nanos;
  }

  /** Adds a step over the bridge: its own time, and where the bridge says that it went. */
  void add(long nanos, BridgeTiming step) {
    add(nanos);
    client.recordValue(Math.max(0, step.inClientNanos()));
    wire.recordValue(Math.max(0, step.onWireNanos()));
    server.recordValue(Math.max(0, step.inServerNanos()));
    environment.recordValue(Math.max(0, step.environmentNanos()));
    bridge.recordValue(Math.max(0, nanos - step.environmentNanos()));
  }

  /** Ends a round, and says how long its median step took. */
  double endRound() {
    double p50 = p50(round);
    roundP50s.add(p50);
    round.reset();
    return p50;
  }

  StepCost toCost(String way, int numEnvs) {
    Optional<StepCost.Split> split =
        client.getTotalCount() == 0
            ? Optional.empty()
            : Optional.of(
                new StepCost.Split(
                    p50(client),
                    p50(wire),
                    p50(server),
                    p50(environment),
                    p50(bridge),
                    p99(bridge)));
    long steps = all.getTotalCount();
    return new StepCost(
        way,
        numEnvs,
        steps,
        roundP50s,
        p99(all),
        numEnvs * (double) steps / (totalNanos / 1e9),
        split);
  }

  private static double p50(Histogram nanos) {
    return nanos.getValueAtPercentile(50) / 1e3;
  }

  private static double p99(Histogram nanos) {
    return nanos.getValueAtPercentile(99) / 1e3;
  }
}
