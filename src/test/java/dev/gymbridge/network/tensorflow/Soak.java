package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.util.List;

/**
 * Resident memory over a million acts and a hundred thousand gradient steps, printed. Run by hand:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.gymbridge.network.tensorflow.Soak
 * </pre>
 */
final class Soak {
  private static final int ROUNDS = 20;

  private Soak() {}

  public static void main(String[] arguments) {
    NetworkConfig config =
        new NetworkConfig(4, 2, List.of(128, 128), false, 1.0, Double.POSITIVE_INFINITY, 1e-8, 1);
    Batch batch = Batches.random(320, 4, 2, 1);
    int[] greedy = new int[1];
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      System.out.println("acts, gradient steps, resident KiB, microseconds an act and a step");
      for (int round = 0; round <= ROUNDS; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < 50_000; i++) {
          network.act(batch.observations(), 1, greedy);
        }
        long middle = System.nanoTime();
        for (int i = 0; i < 500; i++) {
          network.update(batch, 10, 1e-4);
        }
        network.syncTarget();
        System.out.printf(
            "%d, %d, %d, %.1f, %.1f%n",
            (round + 1) * 50_000,
            (round + 1) * 5_000,
            ResidentMemory.kibibytes(),
            (middle - start) / 50e6,
            (System.nanoTime() - middle) / 5e6);
      }
    }
  }
}
