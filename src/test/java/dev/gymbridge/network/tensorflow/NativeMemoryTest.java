package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@link Soak} runs longer and prints what it sees. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  @Test
  void doesNotGrowWithActsAndUpdates() {
    NetworkConfig config = new NetworkConfig(4, 2, List.of(64, 64), false, 1.0, 10.0, 1e-8, 1);
    Batch batch = Batches.random(320, 4, 2, 1);
    float[] observations = batch.observations();
    int[] greedy = new int[64];
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      work(network, batch, observations, greedy);
      long before = ResidentMemory.kibibytes();
      for (int round = 0; round < 10; round++) {
        work(network, batch, observations, greedy);
      }
      // An input or a result of 64 observations left open a call would be 10 MiB and more; the Java
      // heap may still settle.
      assertThat(ResidentMemory.kibibytes() - before).isLessThan(40_000);
    }
  }

  private static void work(
      TensorFlowQNetwork network, Batch batch, float[] observations, int[] greedy) {
    for (int i = 0; i < 200; i++) {
      for (int act = 0; act < 10; act++) {
        network.act(observations, 64, greedy);
      }
      network.update(batch, 1, 1e-4);
    }
    network.syncTarget();
  }
}
