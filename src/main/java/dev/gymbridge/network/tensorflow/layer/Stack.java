package dev.gymbridge.network.tensorflow.layer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Layers one after another.
 *
 * @param layers from the inputs to the outputs, at least one
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Stack(List<Layer> layers) implements Layer {
  public Stack {
    layers = List.copyOf(layers);
  }

  @Override
  public List<Weight> weights() {
    List<Weight> weights = new ArrayList<>();
    layers.forEach(layer -> weights.addAll(layer.weights()));
    return weights;
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    List<Applied> applied = new ArrayList<>();
    Operand<TFloat32> values = inputs;
    int from = 0;
    for (Layer layer : layers) {
      int to = from + layer.weights().size();
      Applied next = layer.apply(pass, weights.subList(from, to), values);
      applied.add(next);
      values = next.outputs();
      from = to;
    }
    return new AppliedStack(applied);
  }

  private record AppliedStack(List<Applied> applied) implements Applied {
    @Override
    public Operand<TFloat32> outputs() {
      return applied.get(applied.size() - 1).outputs();
    }

    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      List<Operand<TFloat32>> byWeights = new ArrayList<>();
      Gradients gradients = new Gradients(byOutputs, List.of());
      for (int i = applied.size() - 1; i >= 0; i--) {
        Operand<TFloat32> byNext = requireNonNull(gradients.byInputs());
        gradients = applied.get(i).backward(byNext, inputsWanted || i > 0);
        byWeights.addAll(0, gradients.byWeights());
      }
      return new Gradients(gradients.byInputs(), byWeights);
    }
  }
}
