package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The gradient of a loss by what entered a layer and by what the layer learns.
 *
 * @param byInputs in the shape of the inputs; null where it was not wanted
 * @param byWeights one for each weight, in their order
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Gradients(@Nullable Operand<TFloat32> byInputs, List<Operand<TFloat32>> byWeights) {
  public Gradients {
    byWeights = List.copyOf(byWeights);
  }
}
