package dev.gymbridge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures what a step costs in several ways, side by side.
 *
 * <p>The ways take turns, a round each, so that what else the machine does meets them alike; the
 * first turn warms up and is not counted.
 */
public final class StepBench {
  private static final int FEWEST_STEPS = 10;
  private static final int MOST_STEPS = 1_000_000;

  private final Duration timeEach;
  private final int rounds;

  /**
   * A bench.
   *
   * @param timeEach how long each way is measured for, over all rounds
   * @param rounds how many, at least 1
   */
  public StepBench(Duration timeEach, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, got " + rounds);
    }
    if (timeEach.isNegative() || timeEach.isZero()) {
      throw new IllegalArgumentException("timeEach must be above 0, got " + timeEach);
    }
    this.timeEach = timeEach;
    this.rounds = rounds;
  }

  /**
   * Measures all ways with N environments each.
   *
   * @param progress told each way before it is opened
   * @return a cost for each way, in their order
   */
  public List<StepCost> measure(int numEnvs, List<Way> ways, Consumer<String> progress) {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Way way : ways) {
        progress.accept("N = %d: %s".formatted(numEnvs, way.name()));
        contenders.add(new Contender(way, way.open(numEnvs)));
      }
      contenders.forEach(Contender::warmUp);
      for (int round = 0; round < rounds; round++) {
        contenders.forEach(Contender::playRound);
      }
      return contenders.stream()
          .map(contender -> contender.times.toCost(contender.way.name(), numEnvs))
          .toList();
    } finally {
      contenders.forEach(contender -> contender.stepper.close());
    }
  }

  private final class Contender {
    private final Way way;
    private final Stepper stepper;
    private final StepTimes times = new StepTimes();
    private int stepsEachRound = FEWEST_STEPS;

    Contender(Way way, Stepper stepper) {
      this.way = way;
      this.stepper = stepper;
    }

    /** As long as a round, the steps doubling: then it is known how many fill a round. */
    void warmUp() {
      long roundNanos = timeEach.toNanos() / rounds;
      long start = System.nanoTime();
      int steps = FEWEST_STEPS;
      double p50Micros = 0;
      while (System.nanoTime() - start < roundNanos && steps < MOST_STEPS) {
        StepTimes warm = new StepTimes();
        stepper.step(steps, warm);
        p50Micros = warm.endRound();
        steps *= 2;
      }
      if (p50Micros > 0) {
        double fitting = roundNanos / 1e3 / p50Micros;
        stepsEachRound = (int) Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, fitting));
      }
    }

    void playRound() {
      stepper.step(stepsEachRound, times);
      times.endRound();
    }
  }
}
