package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Turns pictures [n, channels, height, width] into [n, height, width, channels].
 *
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record ChannelsLast() implements Layer {
  @Override
  public List<Weight> weights() {
    return List.of();
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    return new DerivedGradients(
        weights,
        inputs,
        pass.tf().linalg.transpose(inputs, pass.tf().constant(new int[] {0, 2, 3, 1})));
  }
}
