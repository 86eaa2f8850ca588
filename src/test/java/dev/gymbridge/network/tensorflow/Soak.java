package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.util.List;

/**
 * Resident memory over very many acts and gradient steps, printed by rounds. A million acts and a
 * hundred thousand steps, by hand:
 *
 * <pre>
 * java -Xms64m -Xmx64m -XX:+AlwaysPreTouch -cp CLASSPATH dev.gymbridge.network.tensorflow.Soak 21 50000 1 5000
 * </pre>
 *
 * <p>The fixed, touched heap leaves native memory as the only thing that can grow. Arguments:
 * rounds, acts a round, observations an act, gradient steps a round.
 */
final class Soak {
  private Soak() {}

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    int acts = Integer.parseInt(arguments[1]);
    int n = Integer.parseInt(arguments[2]);
    int steps = Integer.parseInt(arguments[3]);
    NetworkConfig config =
        Configs.of(4, 2, List.of(128, 128), false, 1.0, Double.POSITIVE_INFINITY, 1e-8, 1);
    Batch batch = Batches.random(320, 4, 2, 1);
    float[] observations = Batches.random(n, 4, 2, 2).observations().floats();
    int[] greedy = new int[n];
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      for (int round = 1; round <= rounds; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < acts; i++) {
          network.act(observations, n, greedy);
        }
        long middle = System.nanoTime();
        for (int i = 0; i < steps; i += 10) {
          network.update(batch, 10, 1e-4);
        }
        network.syncTarget();
        System.out.printf(
            "%d acts, %d steps, %d KiB, %.1f us an act, %.1f us a step%n",
            (long) round * acts,
            (long) round * steps,
            ResidentMemory.kibibytes(),
            (middle - start) / 1e3 / acts,
            (System.nanoTime() - middle) / 1e3 / steps);
      }
    }
  }
}
