package dev.gymbridge.bench;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Measures what acting and a gradient step cost. */
public final class NetworkBench {
  private static final double LEARNING_RATE = 1e-4;
  private static final double TERMINATED_SHARE = 0.1;

  private final Duration timeEach;
  private final int rounds;

  /**
   * A bench.
   *
   * @param timeEach how long each operation is measured for, over all rounds
   * @param rounds how many, at least 1
   */
  public NetworkBench(Duration timeEach, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, got " + rounds);
    }
    this.timeEach = timeEach;
    this.rounds = rounds;
  }

  /**
   * Measures a network, which it trains on random transitions.
   *
   * @param numEnvs observations in an act, each measured
   * @param batchSize transitions of a gradient step
   * @param gradientSteps in one update
   */
  public List<NetworkCost> measure(
      QNetwork network, List<Integer> numEnvs, int batchSize, int gradientSteps) {
    List<NetworkCost> costs = new ArrayList<>();
    for (int n : numEnvs) {
      float[] observations = random(n * network.observationSize());
      int[] greedy = new int[n];
      costs.add(
          measure(
              n == 1 ? "act, 1 observation" : "act, %,d observations".formatted(n),
              () -> network.act(observations, n, greedy)));
    }
    Batch batch = randomBatch(network, batchSize * gradientSteps);
    costs.add(
        measure(
            "update, %d gradient steps of batch %d".formatted(gradientSteps, batchSize),
            () -> network.update(batch, gradientSteps, LEARNING_RATE)));
    return costs;
  }

  private NetworkCost measure(String operation, Runnable task) {
    long roundNanos = timeEach.toNanos() / rounds;
    run(task, roundNanos, new StepTimes());
    StepTimes times = new StepTimes();
    for (int round = 0; round < rounds; round++) {
      run(task, roundNanos, times);
      times.endRound();
    }
    StepCost cost = times.toCost(operation, 1);
    return new NetworkCost(operation, cost.steps(), cost.p50(), cost.p99());
  }

  private static void run(Runnable task, long forNanos, StepTimes times) {
    long begin = System.nanoTime();
    long start = begin;
    do {
      task.run();
      long end = System.nanoTime();
      times.add(end - start);
      start = end;
    } while (start - begin < forNanos);
  }

  private static Batch randomBatch(QNetwork network, int size) {
    SplittableRandom random = new SplittableRandom(RandomActions.SEED);
    Batch batch = new Batch(size, network.observationSize());
    float[] observations = random(size * network.observationSize());
    System.arraycopy(observations, 0, batch.observations().floats(), 0, observations.length);
    System.arraycopy(observations, 0, batch.nextObservations().floats(), 0, observations.length);
    for (int i = 0; i < size; i++) {
      batch.actions()[i] = random.nextInt(network.actions());
      batch.rewards()[i] = 1f;
      batch.discounts()[i] = random.nextDouble() < TERMINATED_SHARE ? 0f : 0.99f;
    }
    return batch;
  }

  private static float[] random(int size) {
    SplittableRandom random = new SplittableRandom(RandomActions.SEED);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
