package dev.gymbridge.network.tensorflow.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.tensorflow.TinyGraph;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What layers compute, in numbers worked out by hand. */
class LayersTest {
  @Test
  void duelingAddsTheValueToTheAdvantagesAboveTheirMean() {
    try (TinyGraph graph = new TinyGraph()) {
      Operand<TFloat32> input = graph.input(new float[] {2}, 1, 1);
      Dueling dueling = new Dueling(new Dense("value", 1, 1), new Dense("advantage", 1, 3), 3, 1);
      List<Operand<TFloat32>> weights =
          List.of(
              graph.input(new float[] {5}, 1, 1),
              graph.input(new float[] {0}, 1),
              graph.input(new float[] {1, 2, 6}, 1, 3),
              graph.input(new float[] {0, 0, 0}, 3));
      // Value 10; advantages 2, 4, 12 with mean 6.
      assertThat(graph.valueOf(dueling.apply(new Pass(graph.tf(), null), weights, input).outputs()))
          .containsExactly(6, 8, 16);
    }
  }

  @Test
  void aNormalisedRowHasMeanZeroAndVarianceOneBeforeScaleAndOffset() {
    try (TinyGraph graph = new TinyGraph()) {
      Operand<TFloat32> input = graph.input(new float[] {1, 3, 5, 7}, 1, 4);
      List<Operand<TFloat32>> weights =
          List.of(
              graph.input(new float[] {1, 1, 1, 2}, 4), graph.input(new float[] {0, 0, 10, 0}, 4));
      // Mean 4, variance 5.
      float unit = (float) (1 / Math.sqrt(5));
      assertThat(
              graph.valueOf(
                  new LayerNormalization("norm", 4)
                      .apply(new Pass(graph.tf(), null), weights, input)
                      .outputs()))
          .containsExactly(new float[] {-3 * unit, -unit, 10 + unit, 6 * unit}, within(1e-5f));
    }
  }

  @Test
  void aRescaledNumberIsTheDistanceFromItsCentreInHalfWidths() {
    try (TinyGraph graph = new TinyGraph()) {
      Operand<TFloat32> input = graph.input(new float[] {-1.2f, 0.07f, 5}, 1, 3);
      Rescale rescale = new Rescale(List.of(-0.3f, 0f, 0f), List.of(0.9f, 0.07f, 1f));
      assertThat(
              graph.valueOf(rescale.apply(new Pass(graph.tf(), null), List.of(), input).outputs()))
          .containsExactly(new float[] {-1, 1, 5}, within(1e-6f));
    }
  }

  @Test
  void aConvolutionMultipliesEachWindow() {
    try (TinyGraph graph = new TinyGraph()) {
      // Rows 1 2 3, 4 5 6, 7 8 9; the kernel takes upper left plus ten times lower right.
      Operand<TFloat32> input = graph.input(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3, 1);
      List<Operand<TFloat32>> weights =
          List.of(
              graph.input(new float[] {1, 0, 0, 10}, 2, 2, 1, 1),
              graph.input(new float[] {0.5f}, 1));
      assertThat(
              graph.valueOf(
                  new Convolution2d("convolution", 2, 1, 1, 1)
                      .apply(new Pass(graph.tf(), null), weights, input)
                      .outputs()))
          .containsExactly(51.5f, 62.5f, 84.5f, 95.5f);
    }
  }

  @Test
  void noiseOfOneDrawIsTheSameAndThatOfAnotherIsNot() {
    try (TinyGraph graph = new TinyGraph()) {
      Ops tf = graph.tf();
      float[] first = graph.valueOf(new Noise(tf, 1, tf.constant(4L)).next(1000));
      assertThat(graph.valueOf(new Noise(tf, 1, tf.constant(4L)).next(1000))).isEqualTo(first);
      assertThat(graph.valueOf(new Noise(tf, 1, tf.constant(5L)).next(1000))).isNotEqualTo(first);
      assertThat(graph.valueOf(new Noise(tf, 2, tf.constant(4L)).next(1000))).isNotEqualTo(first);
      Noise two = new Noise(tf, 1, tf.constant(4L));
      two.next(1000);
      assertThat(graph.valueOf(two.next(1000))).isNotEqualTo(first);
      double mean = 0;
      double square = 0;
      for (float value : first) {
        mean += value / 1000;
        square += value * value / 1000;
      }
      assertThat(mean).isCloseTo(0, within(0.1));
      assertThat(square).isCloseTo(1, within(0.15));
    }
  }

  @Test
  void noiseOfAKernelIsTheProductOfThatOfItsInputAndItsOutput() {
    try (TinyGraph graph = new TinyGraph()) {
      Ops tf = graph.tf();
      Noise drawn = new Noise(tf, 1, tf.constant(4L));
      float[] p = graph.valueOf(drawn.next(2));
      float[] q = graph.valueOf(drawn.next(1));
      Operand<TFloat32> input = graph.input(new float[] {1, 1}, 1, 2);
      List<Operand<TFloat32>> weights =
          List.of(
              graph.input(new float[] {10, 20}, 2, 1),
              graph.input(new float[] {30}, 1),
              graph.input(new float[] {1, 2}, 2, 1),
              graph.input(new float[] {3}, 1));
      NoisyDense layer = new NoisyDense("noisy", 2, 1, 0.5);
      Pass noisy = new Pass(tf, new Noise(tf, 1, tf.constant(4L)));
      double expected =
          10 + root(p[0]) * root(q[0]) + 20 + 2 * root(p[1]) * root(q[0]) + 30 + 3 * root(q[0]);
      assertThat((double) graph.valueOf(layer.apply(noisy, weights, input).outputs())[0])
          .isCloseTo(expected, within(1e-4));
      assertThat(graph.valueOf(layer.apply(new Pass(tf, null), weights, input).outputs()))
          .containsExactly(60);
    }
  }

  private static double root(double x) {
    return Math.signum(x) * Math.sqrt(Math.abs(x));
  }
}
