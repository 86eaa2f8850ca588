package dev.gymbridge.network.tensorflow.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.tensorflow.TinyGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/** Every layer's backward pass against differences of its forward pass. */
class LayerGradientsTest {
  private record Case(Layer layer, boolean noisy, Shape inputShape) {
    Case(Layer layer, boolean noisy, long... inputShape) {
      this(layer, noisy, Shape.of(inputShape));
    }

    @Override
    public String toString() {
      return layer + (noisy ? " with noise" : "");
    }
  }

  static Stream<Case> layers() {
    return Stream.of(
        new Case(new Dense("few", 4, 3), false, 5, 4),
        new Case(new Dense("many", 4, 30), false, 5, 4),
        new Case(new Relu(), false, 5, 4),
        new Case(new Rescale(List.of(1f, 2f), List.of(3f, 0.5f)), false, 5, 2),
        new Case(new LayerNormalization("norm", 6), false, 5, 6),
        new Case(new Convolution2d("convolution", 3, 2, 2, 4), false, 2, 7, 6, 2),
        new Case(new Reshape(List.of(2, 3), List.of(6)), false, 4, 2, 3),
        new Case(new ChannelsLast(), false, 2, 2, 3, 4),
        new Case(new NoisyDense("noisy", 4, 3, 0.5), true, 5, 4),
        new Case(new NoisyDense("quiet", 4, 3, 0.5), false, 5, 4),
        new Case(
            new Dueling(new Dense("value", 4, 2), new Dense("advantage", 4, 6), 3, 2), false, 5, 4),
        new Case(
            new Stack(
                List.of(
                    new Dense("first", 3, 25),
                    new LayerNormalization("norm", 25),
                    new Dense("last", 25, 2))),
            false,
            5,
            3));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAreTheDifferencesOfTheOutputs(Case checked) {
    SplittableRandom random = new SplittableRandom(17);
    try (TinyGraph graph = new TinyGraph()) {
      Ops tf = graph.tf();
      List<Placeholder<TFloat32>> weights = new ArrayList<>();
      for (Weight weight : checked.layer.weights()) {
        weights.add(
            graph.input(
                awayFromZero(random, Math.toIntExact(weight.shape().size())),
                weight.shape().asArray()));
      }
      int size = Math.toIntExact(checked.inputShape.size());
      Placeholder<TFloat32> inputs =
          graph.input(awayFromZero(random, size), checked.inputShape.asArray());
      Noise noise = checked.noisy ? new Noise(tf, 3, tf.constant(5L)) : null;
      List<Operand<TFloat32>> values = new ArrayList<>(weights);
      Applied applied = checked.layer.apply(new Pass(tf, noise), values, inputs);

      float[] slopes = awayFromZero(random, graph.valueOf(applied.outputs()).length);
      Operand<TFloat32> byOutputs = tf.reshape(tf.constant(slopes), tf.shape(applied.outputs()));
      Operand<TFloat32> flat = tf.reshape(applied.outputs(), tf.constant(new int[] {-1}));
      Operand<TFloat32> loss =
          tf.reduceSum(
              tf.math.mul(flat, tf.constant(slopes)), tf.constant(0), new ReduceSum.Options[0]);

      Gradients gradients = applied.backward(byOutputs, true);
      assertSame("inputs", graph, gradients.byInputs(), loss, inputs);
      int learned = checked.layer instanceof NoisyDense && !checked.noisy ? 2 : weights.size();
      assertThat(gradients.byWeights()).hasSize(learned);
      for (int i = 0; i < learned; i++) {
        String name = checked.layer.weights().get(i).name();
        assertSame(name, graph, gradients.byWeights().get(i), loss, weights.get(i));
      }
      assertThat(applied.backward(byOutputs, false).byInputs()).isNull();
    }
  }

  private static void assertSame(
      String what,
      TinyGraph graph,
      Operand<TFloat32> gradient,
      Operand<TFloat32> loss,
      Placeholder<TFloat32> by) {
    assertThat(graph.valueOf(gradient))
        .as(what)
        .containsExactly(graph.differences(loss, by, 0.01f), within(5e-3f));
  }

  /** A ReLU bends at 0, where a difference would see both sides. */
  private static float[] awayFromZero(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextDouble(0.1, 1) * (random.nextBoolean() ? 1 : -1));
    }
    return values;
  }
}
