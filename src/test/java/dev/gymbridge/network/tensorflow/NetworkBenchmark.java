package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.util.Arrays;
import java.util.List;

/**
 * Microseconds of an act and of a gradient step, 10th percentile and median, printed. Run by hand:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.gymbridge.network.tensorflow.NetworkBenchmark -Dexec.args="1"
 * </pre>
 *
 * <p>The argument is the number of threads.
 */
final class NetworkBenchmark {
  private NetworkBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    measure(128, 32, Double.POSITIVE_INFINITY, threads);
    measure(256, 64, 10.0, threads);
  }

  private static void measure(int hidden, int batchSize, double maxNorm, int threads) {
    NetworkConfig config = Configs.of(4, 2, List.of(hidden, hidden), false, 1.0, maxNorm, 1e-8, 1);
    System.out.printf("4-%d-%d-2, %d thread(s): p10 / median us%n", hidden, hidden, threads);
    try (TensorFlowQNetwork network =
        TensorFlowQNetwork.create(config, new ComputeSettings(threads))) {
      float[] observations = Batches.random(64, 4, 2, 1).observations().floats();
      int[] greedy = new int[64];
      time("act(1)", 1, 50_000, () -> network.act(observations, 1, greedy));
      time("act(64)", 1, 10_000, () -> network.act(observations, 64, greedy));
      for (int steps : new int[] {1, 4, 8, 10, 16, 128}) {
        Batch batch = Batches.random(steps * batchSize, 4, 2, 1);
        time(
            "update(%d x %d), a step".formatted(steps, batchSize),
            steps,
            6_000 / steps,
            () -> network.update(batch, steps, 1e-4));
      }
    }
  }

  private static void time(String what, int parts, int runs, Runnable task) {
    for (int i = 0; i < runs / 2; i++) {
      task.run();
    }
    long[] nanos = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      task.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-28s %8.1f / %8.1f%n",
        what, nanos[runs / 10] / 1e3 / parts, nanos[runs / 2] / 1e3 / parts);
  }
}
