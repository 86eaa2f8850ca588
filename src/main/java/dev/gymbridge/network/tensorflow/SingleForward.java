package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.head.ExpectedValue;
import dev.gymbridge.network.tensorflow.layer.Dense;
import dev.gymbridge.network.tensorflow.layer.Layer;
import dev.gymbridge.network.tensorflow.layer.LayerNormalization;
import dev.gymbridge.network.tensorflow.layer.Relu;
import dev.gymbridge.network.tensorflow.layer.Rescale;
import dev.gymbridge.network.tensorflow.layer.Stack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The action values of one observation by plain layers one after another, without TensorFlow.
 *
 * <p>Each step does its sums in the order in which TensorFlow does them on x86-64. So the values
 * are those of the graph to the bit. Who uses this checks that, for it may be otherwise elsewhere.
 */
final class SingleForward {
  private final List<ForwardStep> steps;
  private final float[][] between;

  private SingleForward(List<ForwardStep> steps) {
    this.steps = steps;
    between = new float[steps.size() - 1][];
    for (int i = 0; i < between.length; i++) {
      between[i] = new float[steps.get(i).outputs()];
    }
  }

  /** For a network of fully connected layers, normalised or not; null for any other. */
  static @Nullable SingleForward of(Blueprint blueprint) {
    List<ForwardStep> steps = new ArrayList<>();
    boolean plain = blueprint.head() instanceof ExpectedValue && unfold(blueprint.body(), steps);
    return plain ? new SingleForward(steps) : null;
  }

  private static boolean unfold(Layer layer, List<ForwardStep> to) {
    if (layer instanceof Stack stack) {
      return stack.layers().stream().allMatch(inner -> unfold(inner, to));
    }
    if (layer instanceof Dense dense) {
      to.add(new DenseStep(dense));
    } else if (layer instanceof LayerNormalization normalization) {
      to.add(new NormalizationStep(normalization));
    } else if (layer instanceof Relu && !to.isEmpty()) {
      to.add(new ReluStep(to.get(to.size() - 1).outputs()));
    } else if (layer instanceof Rescale rescale) {
      to.add(new RescaleStep(rescale));
    } else {
      return false;
    }
    return true;
  }

  /** Whether any layer is normalised. */
  boolean normalises() {
    return steps.stream().anyMatch(NormalizationStep.class::isInstance);
  }

  int actions() {
    return steps.get(steps.size() - 1).outputs();
  }

  /**
   * The arrays of the network's weights in turn, to be filled; then call {@link #weightsFilled}.
   */
  List<float[]> weights() {
    return steps.stream().flatMap(step -> step.weights().stream()).toList();
  }

  void weightsFilled() {
    steps.forEach(ForwardStep::weightsFilled);
  }

  /**
   * Computes the values.
   *
   * @param observation whose first numbers are read
   * @param actionValues receives [actions]
   */
  void run(float[] observation, float[] actionValues) {
    float[] inputs = observation;
    for (int i = 0; i < between.length; i++) {
      steps.get(i).run(inputs, between[i]);
      inputs = between[i];
    }
    steps.get(between.length).run(inputs, actionValues);
  }

  private record ReluStep(int outputs) implements ForwardStep {
    @Override
    public void run(float[] inputs, float[] rectified) {
      for (int i = 0; i < outputs; i++) {
        rectified[i] = Math.max(inputs[i], 0f);
      }
    }
  }

  private static final class RescaleStep implements ForwardStep {
    private final float[] centres;
    private final float[] halfWidths;

    RescaleStep(Rescale layer) {
      centres = array(layer.centres());
      halfWidths = array(layer.halfWidths());
    }

    private static float[] array(List<Float> numbers) {
      float[] array = new float[numbers.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = numbers.get(i);
      }
      return array;
    }

    @Override
    public int outputs() {
      return centres.length;
    }

    @Override
    public void run(float[] inputs, float[] rescaled) {
      for (int i = 0; i < centres.length; i++) {
        rescaled[i] = (inputs[i] - centres[i]) / halfWidths[i];
      }
    }
  }
}
