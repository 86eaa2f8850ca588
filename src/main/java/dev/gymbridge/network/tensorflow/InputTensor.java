package dev.gymbridge.network.tensorflow;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;

/** A float32 tensor that is kept and filled again before each run. Frees its memory on close. */
final class InputTensor implements AutoCloseable {
  private final TFloat32 tensor;
  private final FloatDataBuffer memory;

  InputTensor(Shape shape) {
    tensor = TFloat32.tensorOf(shape);
    memory = tensor.asRawTensor().data().asFloats();
  }

  TFloat32 tensor() {
    return tensor;
  }

  /** Fills the tensor from the array, from an index on. */
  void fill(float[] source, int from) {
    memory.write(source, from, Math.toIntExact(memory.size()));
  }

  void set(float scalar) {
    memory.setFloat(scalar, 0);
  }

  @Override
  public void close() {
    tensor.close();
  }
}
