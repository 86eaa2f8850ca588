package dev.gymbridge.env.conformance;

import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays made for a check. */
final class Arrays {
  private Arrays() {}

  /** An array of one number; a float of a dtype that has none of it is as near as it gets. */
  static NdArray filled(DType dtype, long element, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    long[] elements = new long[size];
    java.util.Arrays.fill(elements, element);
    return NdArray.of(elements, shape).asType(dtype);
  }

  /** The same but for one element, where a float dtype takes the number as it is. */
  static NdArray with(NdArray array, int index, double element) {
    return with(array, index, NdArray.of(new double[] {element}, 1).asType(array.dtype()));
  }

  /** The same but for one element, which wraps around where the dtype is too narrow for it. */
  static NdArray with(NdArray array, int index, long element) {
    return with(array, index, NdArray.of(new long[] {element}, 1).asType(array.dtype()));
  }

  private static NdArray with(NdArray array, int index, NdArray element) {
    int width = array.dtype().bytes();
    ByteBuffer bytes =
        ByteBuffer.allocate(array.size() * width).order(ByteOrder.LITTLE_ENDIAN).put(array.bytes());
    bytes.position(index * width).put(element.bytes());
    return NdArray.wrap(array.dtype(), bytes.rewind(), array.shape());
  }
}
