package dev.gymbridge.network.tensorflow;

import dev.gymbridge.dqn.ObservationShapes;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.network.NetworkConfig;

/** Observations of two whole numbers, the one from 1 to 3, the other from -2 to 1. */
final class WholeNumbers {
  static final int ROWS = 12;
  private static final MultiDiscrete SPACE =
      MultiDiscrete.of(new long[] {3, 4}, new long[] {1, -2});

  /** Of a network that takes them. */
  static final NetworkConfig CONFIG =
      NetworkConfig.of(ObservationShapes.of(SPACE), 3).withHiddenSizes(9);

  private WholeNumbers() {}

  /** All that there are, [12, 2], by rows. */
  static long[] all() {
    long[] all = new long[ROWS * 2];
    for (int row = 0; row < ROWS; row++) {
      all[2 * row] = 1L + row / 4;
      all[2 * row + 1] = -2L + row % 4;
    }
    return all;
  }

  /** What a network in training says to them, [12, actions]. */
  static float[] actionValues(TensorFlowQNetwork network) {
    float[] flat = new float[ROWS * SPACE.flatSize()];
    long[] all = all();
    for (int row = 0; row < ROWS; row++) {
      NdArray one = NdArray.of(new long[] {all[2 * row], all[2 * row + 1]}, 2);
      SPACE.flatten(one, flat, row * SPACE.flatSize());
    }
    float[] values = new float[ROWS * CONFIG.actions()];
    network.actionValues(flat, ROWS, values);
    return values;
  }
}
