package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.Observations;
import org.tensorflow.RawTensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** A tensor of n observations that is kept and filled again before each run. */
final class ObservationTensor implements AutoCloseable {
  private final int n;
  private final int size;
  private final boolean bytes;
  private final TType tensor;
  private final RawTensor raw;

  ObservationTensor(ObservationShape observation, int n) {
    this.n = n;
    size = observation.size();
    bytes = observation.isBytes();
    Shape shape =
        Shape.of(observation.dimensions().stream().mapToLong(Integer::longValue).toArray())
            .prepend(n);
    tensor = bytes ? TUint8.tensorOf(shape) : TFloat32.tensorOf(shape);
    raw = tensor.asRawTensor();
  }

  TType tensor() {
    return tensor;
  }

  /** Fills the tensor from a row on. */
  void fill(Observations observations, int fromRow) {
    if (bytes) {
      raw.data().write(observations.bytes(), fromRow * size, n * size);
    } else {
      raw.data().asFloats().write(observations.floats(), fromRow * size, n * size);
    }
  }

  @Override
  public void close() {
    tensor.close();
  }
}
