package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.replay.Observations;
import org.junit.jupiter.api.Test;

class EpsilonGreedyTest {
  private final RecordingNetwork network = new RecordingNetwork();
  private final EpsilonGreedy policy = new EpsilonGreedy(network, new RandomStream(1));

  @Test
  void neverExploresAtZero() {
    int[] actions = new int[1000];
    policy.choose(Observations.ofFloats(1000, 2), 0, actions);
    assertThat(actions).containsOnly(2);
  }

  @Test
  void asksNoNetworkAtOne() {
    int[] actions = new int[1000];
    policy.choose(Observations.ofFloats(1000, 2), 1, actions);
    assertThat(network.calls).isEmpty();
    assertThat(actions).contains(0, 1, 2).containsOnly(0, 1, 2);
  }

  @Test
  void throwsACoinForEachEnvironment() {
    int[] actions = new int[10_000];
    policy.choose(Observations.ofFloats(10_000, 2), 0.3, actions);
    long notGreedy = java.util.Arrays.stream(actions).filter(a -> a != 2).count();
    // 0.3 * 2/3 = 0.2 of 10,000; standard deviation 40, five of them.
    assertThat(notGreedy).isBetween(1800L, 2200L);
  }
}
