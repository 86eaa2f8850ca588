package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.replay.Observations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
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
  void repeatsARandomActionForSomeEnvSteps() throws IOException {
    EpsilonGreedy repeating = new EpsilonGreedy(network, new RandomStream(1), 4);
    int[] actions = new int[2000];
    int[] next = new int[2000];
    repeating.choose(Observations.ofFloats(2000, 2), 1, actions);
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    repeating.write(new DataOutputStream(state));

    repeating.choose(Observations.ofFloats(2000, 2), 0, next);

    // Of 1, 1/4, 1/9 and 1/16 all but the first go on: 0.298 of them, a third of these with 2.
    long goingOn = IntStream.range(0, 2000).filter(i -> next[i] != 2).count();
    assertThat(goingOn).isBetween(320L, 480L);
    assertThat(IntStream.range(0, 2000).filter(i -> next[i] != 2 && next[i] != actions[i]))
        .isEmpty();
    EpsilonGreedy resumed = new EpsilonGreedy(network, new RandomStream(9), 4);
    resumed.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
    int[] again = new int[2000];
    resumed.choose(Observations.ofFloats(2000, 2), 0, again);
    assertThat(again).isEqualTo(next);
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
