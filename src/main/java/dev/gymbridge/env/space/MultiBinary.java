package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Arrays of int8, each element 0 or 1.
 *
 * @param shape the dimensions, each at least 1
 */
public record MultiBinary(List<Integer> shape) implements Space {
  /**
   * Arrays of 0 and 1.
   *
   * @throws IllegalArgumentException if a dimension is below 1
   */
  public MultiBinary {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(dimension -> dimension < 1)) {
      throw new IllegalArgumentException("every dimension must be at least 1, got " + shape);
    }
    Shapes.size(ints(shape));
  }

  /** Arrays of the shape. */
  public static MultiBinary of(int... shape) {
    return new MultiBinary(Arrays.stream(shape).boxed().toList());
  }

  private static int[] ints(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  int[] dimensions() {
    return ints(shape);
  }

  @Override
  public NdArray sample(RandomGenerator random) {
    return Elements.ofLongs(DType.INT8, dimensions(), i -> random.nextInt(2));
  }

  /** Whether {@code value} is an array of this shape, of any dtype, of zeros and ones. */
  @Override
  public boolean contains(Value value) {
    return value instanceof NdArray array
        && array.hasShape(dimensions())
        && IntStream.range(0, array.size())
            .mapToDouble(array::getDouble)
            .allMatch(element -> element == 0 || element == 1);
  }

  @Override
  public int flatSize() {
    return Shapes.size(dimensions());
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    Values.array(this, value, dimensions()).copyTo(target, offset);
  }

  @Override
  public NdArray unflatten(float[] source, int offset) {
    return Elements.ofDoubles(DType.INT8, dimensions(), i -> source[offset + i]);
  }

  /** {@code Box} of int8, of shape [n, ...]. */
  @Override
  public Box batch(int n) {
    Values.requireBatchSize(n);
    return Box.of(0, 1, DType.INT8, Shapes.prepend(n, dimensions()));
  }

  /** As Gymnasium writes it: {@code MultiBinary((3, 2))}. */
  @Override
  public String toString() {
    return "MultiBinary(%s)"
        .formatted(shape.size() == 1 ? shape.get(0) : Shapes.text(dimensions()));
  }
}
