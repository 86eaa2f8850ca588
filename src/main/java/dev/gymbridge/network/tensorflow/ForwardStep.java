package dev.gymbridge.network.tensorflow;

import java.util.List;

/** One layer applied to one row in the JVM, to the bit as the graph does it. */
interface ForwardStep {
  /**
   * Arrays to be filled with the layer's weights, in its order; then call {@link #weightsFilled}.
   */
  default List<float[]> weights() {
    return List.of();
  }

  default void weightsFilled() {}

  /** Numbers that leave the layer. */
  int outputs();

  /**
   * Computes a row.
   *
   * @param inputs whose first numbers are read
   * @param outputs receives {@link #outputs} numbers
   */
  void run(float[] inputs, float[] outputs);
}
