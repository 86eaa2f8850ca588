package dev.gymbridge.network.tensorflow.layer;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A layer in the graph, applied to some inputs.
 *
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public interface Applied {
  /** What leaves the layer, [n, ...]. */
  Operand<TFloat32> outputs();

  /**
   * Adds the backward pass to the graph.
   *
   * @param byOutputs the gradient of a loss by the outputs, in their shape
   * @param inputsWanted whether the gradient by the inputs is of use; not for the first layer
   */
  Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted);
}
