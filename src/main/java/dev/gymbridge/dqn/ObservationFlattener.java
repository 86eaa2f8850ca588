package dev.gymbridge.dqn;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.replay.Observations;

/** Copies observations to rows of floats, or of bytes where these stay bytes. */
final class ObservationFlattener {
  private final Space space;
  private final boolean bytes;
  private final int size;

  /** One for the observations of a space; {@code bytes} says whether the rows are bytes. */
  ObservationFlattener(Space space, boolean bytes) {
    this.space = space;
    this.bytes = bytes;
    size = space.flatSize();
  }

  Observations allocate(int rows) {
    return bytes ? Observations.ofBytes(rows, size) : Observations.ofFloats(rows, size);
  }

  /**
   * Copies one observation.
   *
   * @param to whose first row is filled
   */
  void flatten(Value observation, Observations to) {
    if (bytes) {
      copyBytes(observation, 1, to);
    } else {
      space.flatten(observation, to.floats(), 0);
    }
  }

  /**
   * Copies a batch.
   *
   * @param batch of n observations
   * @param to whose first n rows are filled
   */
  void flatten(Value batch, int n, Observations to) {
    if (bytes) {
      copyBytes(batch, n, to);
    } else {
      space.flattenBatch(batch, n, to.floats());
    }
  }

  private void copyBytes(Value rows, int n, Observations to) {
    if (!(rows instanceof NdArray array) || array.dtype().bytes() != 1) {
      throw new IllegalStateException(
          "the network takes bytes, which observations of %s are not".formatted(space));
    }
    array.bytes().get(to.bytes(), 0, n * size);
  }
}
