package dev.gymbridge.dqn;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.replay.Observations;

/** Copies batches of observations to rows of floats, or of bytes where pictures stay bytes. */
final class ObservationFlattener {
  private final Space space;
  private final boolean bytes;
  private final int size;

  ObservationFlattener(Space space, boolean bytes) {
    this.space = space;
    this.bytes = bytes;
    size = space.flatSize();
  }

  Observations allocate(int rows) {
    return bytes ? Observations.ofBytes(rows, size) : Observations.ofFloats(rows, size);
  }

  /**
   * Copies a batch.
   *
   * @param batch of n observations
   * @param to whose first n rows are filled
   */
  void flatten(Value batch, int n, Observations to) {
    if (!bytes) {
      space.flattenBatch(batch, n, to.floats());
    } else if (batch instanceof NdArray array && array.dtype().bytes() == 1) {
      array.bytes().get(to.bytes(), 0, n * size);
    } else {
      throw new IllegalStateException(
          "the network takes bytes, which observations of %s are not".formatted(space));
    }
  }
}
