package dev.gymbridge.env.space;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An immutable n-dimensional array of numbers, row-major, as NumPy has it.
 *
 * <pre>{@code
 * NdArray action = NdArray.scalar(1);
 * NdArray observation = NdArray.of(new float[] {0.1f, 0f, -0.2f, 0f}, 4);
 * float position = observation.getFloat(0);
 * }</pre>
 *
 * <p>The elements are kept as the little-endian bytes that travel on the wire, so that nothing is
 * converted on the way to a network.
 */
public final class NdArray implements Value {
  private static final int SMALL = 64;

  private final DType dtype;
  private final int[] shape;
  private final int size;
  private final ByteBuffer bytes;

  private NdArray(DType dtype, int[] shape, ByteBuffer bytes) {
    this.dtype = dtype;
    this.shape = shape;
    this.size = Shapes.size(shape);
    this.bytes = bytes;
    if (bytes.remaining() != (long) size * dtype.bytes()) {
      throw new IllegalArgumentException(
          "an array of %s %s takes %d bytes, got %d"
              .formatted(dtype, shapeText(), (long) size * dtype.bytes(), bytes.remaining()));
    }
  }

  /**
   * An array over little-endian bytes, which are not copied and must not change afterwards.
   *
   * @param dtype the type of an element
   * @param bytes product(shape) elements, from its position to its limit
   * @param shape the dimensions; none for a scalar
   * @throws IllegalArgumentException if the bytes are more or fewer than the shape says
   */
  public static NdArray wrap(DType dtype, ByteBuffer bytes, int... shape) {
    return new NdArray(dtype, shape.clone(), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** A float32 array; the elements are copied. */
  public static NdArray of(float[] elements, int... shape) {
    ByteBuffer bytes = allocate(DType.FLOAT32, elements.length);
    bytes.asFloatBuffer().put(elements);
    return new NdArray(DType.FLOAT32, shape.clone(), bytes);
  }

  /** A float64 array; the elements are copied. */
  public static NdArray of(double[] elements, int... shape) {
    ByteBuffer bytes = allocate(DType.FLOAT64, elements.length);
    bytes.asDoubleBuffer().put(elements);
    return new NdArray(DType.FLOAT64, shape.clone(), bytes);
  }

  /** An int64 array; the elements are copied. */
  public static NdArray of(long[] elements, int... shape) {
    ByteBuffer bytes = allocate(DType.INT64, elements.length);
    bytes.asLongBuffer().put(elements);
    return new NdArray(DType.INT64, shape.clone(), bytes);
  }

  /** An int64 scalar, such as an action of {@link Discrete}. */
  public static NdArray scalar(long element) {
    return of(new long[] {element});
  }

  /** An int64 vector of int elements, such as the actions of a vector environment. */
  public static NdArray ofInts(int[] elements) {
    ByteBuffer bytes = allocate(DType.INT64, elements.length);
    for (int element : elements) {
      bytes.putLong(element);
    }
    return new NdArray(DType.INT64, new int[] {elements.length}, bytes.flip());
  }

  /** A uint8 array; the elements are copied. */
  public static NdArray of(byte[] elements, int... shape) {
    return new NdArray(DType.UINT8, shape.clone(), ByteBuffer.wrap(elements.clone()));
  }

  static ByteBuffer allocate(DType dtype, int size) {
    return ByteBuffer.allocate(size * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The type of an element. */
  public DType dtype() {
    return dtype;
  }

  /** The dimensions; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  boolean hasShape(int[] other) {
    return Arrays.equals(shape, other);
  }

  /** Whether the shape is [n, ...], with the dots for the single shape; copies nothing. */
  boolean isBatchOf(int n, int[] single) {
    return shape.length == single.length + 1
        && shape[0] == n
        && Arrays.equals(shape, 1, shape.length, single, 0, single.length);
  }

  /** Whether the shape is [n, ...], with the dots for the other's shape; copies nothing. */
  boolean isBatchOf(int n, NdArray single) {
    return isBatchOf(n, single.shape);
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The elements as read-only little-endian bytes, without a copy. */
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Element {@code i} of the flattened array; int64 and uint64 lose what a double cannot hold. */
  public double getDouble(int i) {
    return Elements.doubleAt(dtype, bytes, i);
  }

  /** Element {@code i} of the flattened array, as a float. */
  public float getFloat(int i) {
    return (float) getDouble(i);
  }

  /**
   * Element {@code i} of the flattened array; floats are truncated towards zero, and uint64 comes
   * as the same 64 bits.
   */
  public long getLong(int i) {
    return Elements.longAt(dtype, bytes, i);
  }

  /**
   * The same elements as another type, as NumPy's {@code astype} converts them: floats are
   * truncated towards zero, integers wrap around. The array itself if it has that type already.
   */
  public NdArray asType(DType newDtype) {
    if (newDtype == dtype) {
      return this;
    }
    return dtype.isFloat() || newDtype.isFloat()
        ? Elements.ofDoubles(newDtype, shape, this::getDouble)
        : Elements.ofLongs(newDtype, shape, this::getLong);
  }

  /**
   * The same elements in another shape, without a copy.
   *
   * @throws IllegalArgumentException if the new shape has more or fewer elements
   */
  public NdArray reshape(int... newShape) {
    return new NdArray(dtype, newShape.clone(), bytes);
  }

  /** Writes all elements as floats to {@code target}, from {@code offset} on. */
  public void copyTo(float[] target, int offset) {
    copyTo(0, size, target, offset);
  }

  /** Writes {@code count} elements from {@code first} on as floats to {@code target}. */
  void copyTo(int first, int count, float[] target, int offset) {
    if (dtype == DType.FLOAT32 && count > SMALL) {
      bytes.asFloatBuffer().get(first, target, offset, count);
    } else if (dtype == DType.FLOAT32) {
      // The view that a bulk copy needs costs more than so few elements.
      for (int i = 0; i < count; i++) {
        target[offset + i] = bytes.getFloat((first + i) * 4);
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[offset + i] = getFloat(first + i);
      }
    }
  }

  /** All elements as floats, [size]. */
  public float[] toFloats() {
    float[] elements = new float[size];
    copyTo(elements, 0);
    return elements;
  }

  /** All elements as longs, [size]. */
  public long[] toLongs() {
    return IntStream.range(0, size).mapToLong(this::getLong).toArray();
  }

  /**
   * Row {@code i} along the first dimension, without a copy.
   *
   * @throws IllegalArgumentException if this is a scalar
   * @throws IndexOutOfBoundsException if there is no row {@code i}
   */
  public NdArray row(int i) {
    if (shape.length == 0) {
      throw new IllegalArgumentException("a scalar has no rows");
    }
    java.util.Objects.checkIndex(i, shape[0]);
    int[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
    int rowBytes = Shapes.size(rowShape) * dtype.bytes();
    ByteBuffer row = bytes.slice(i * rowBytes, rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    return new NdArray(dtype, rowShape, row);
  }

  /**
   * Arrays one after another along the first dimension, in one copy.
   *
   * @param arrays at least one
   * @throws IllegalArgumentException if they differ in dtype or in another dimension than the first
   */
  public static NdArray concatenate(List<NdArray> arrays) {
    return BatchRanges.concatenate(arrays);
  }

  private String shapeText() {
    return Arrays.toString(shape);
  }

  /** Same type, shape and bytes; so a NaN equals itself, and 0.0 does not equal -0.0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NdArray that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dtype.hashCode() + Arrays.hashCode(shape)) + bytes.hashCode();
  }

  /** Such as {@code float32[2]{0.5, -1.0}}; long arrays are cut. */
  @Override
  public String toString() {
    int shown = Math.min(size, 16);
    String elements =
        IntStream.range(0, shown)
            .mapToObj(i -> Elements.text(this, i))
            .collect(Collectors.joining(", "));
    return dtype + shapeText() + "{" + elements + (shown < size ? ", ..." : "") + "}";
  }
}
