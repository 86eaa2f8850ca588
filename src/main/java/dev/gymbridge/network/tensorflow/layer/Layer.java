package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A part of a network that turns one array of floats into another. It holds no values: the same
 * layer is applied with the weights of the online network and with those of the target network.
 *
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public interface Layer {
  /** What the layer learns, in the order in which {@link #apply} takes the values. */
  List<Weight> weights();

  /**
   * Adds the layer to the graph.
   *
   * @param pass the forward pass that it is a part of
   * @param weights a value for each of {@link #weights}
   * @param inputs [n, ...]
   */
  Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs);
}
