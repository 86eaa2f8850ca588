package dev.gymbridge.network.tensorflow.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.tensorflow.TinyGraph;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Every head's gradient against differences of its loss. */
class HeadGradientsTest {
  private static final int N = 6;
  private static final int ACTIONS = 3;

  static Stream<Head> heads() {
    return Stream.of(
        new ExpectedValue(new ErrorLoss.Huber(1)),
        new ExpectedValue(new ErrorLoss.Huber(0.3)),
        new ExpectedValue(new ErrorLoss.Square()),
        new Categorical(5, -2, 2),
        new Categorical(2, 0, 1),
        new Quantile(4, 1),
        new Quantile(5, 0.2),
        new Quantile(1, 1));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void theGradientIsTheDifferenceOfTheLoss(Head head) {
    SplittableRandom random = new SplittableRandom(23);
    int k = head.outputsPerAction();
    try (TinyGraph graph = new TinyGraph()) {
      Ops tf = graph.tf();
      Placeholder<TFloat32> outputs =
          graph.input(uniform(random, N * ACTIONS * k, 2), N, (long) ACTIONS * k);
      Placeholder<TFloat32> target =
          k == 1 && head instanceof ExpectedValue
              ? graph.input(uniform(random, N, 2), N)
              : graph.input(targets(random, head), N, k);
      float[] weights = new float[N];
      for (int j = 0; j < N; j++) {
        weights[j] = (0.5f + j) / N;
      }
      Loss loss =
          head.loss(
              tf,
              outputs,
              Greedy.of(tf, tf.constant(new int[] {0, 2, 1, 1, 0, 2}), ACTIONS),
              target,
              graph.input(weights, N));

      assertThat(graph.valueOf(loss.byOutputs()))
          .containsExactly(graph.differences(loss.value(), outputs, 2e-3f), within(2e-3f));
      assertThat(graph.valueOf(loss.surprises())).hasSize(N);
    }
  }

  private static float[] targets(SplittableRandom random, Head head) {
    int k = head.outputsPerAction();
    float[] targets = uniform(random, N * k, 2);
    if (head instanceof Categorical) {
      for (int j = 0; j < N; j++) {
        float sum = 0;
        for (int i = j * k; i < (j + 1) * k; i++) {
          targets[i] = Math.abs(targets[i]);
          sum += targets[i];
        }
        for (int i = j * k; i < (j + 1) * k; i++) {
          targets[i] /= sum;
        }
      }
    }
    return targets;
  }

  private static float[] uniform(SplittableRandom random, int size, double bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}
