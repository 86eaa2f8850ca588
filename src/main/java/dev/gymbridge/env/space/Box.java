package dev.gymbridge.env.space;

import java.util.random.RandomGenerator;

/**
 * Arrays whose every element lies between two bounds, which may be infinite for the float types.
 *
 * <pre>{@code
 * Box.of(0, 255, DType.UINT8, 210, 160, 3);
 * Box.of(new float[] {-1.2f, -0.07f}, new float[] {0.6f, 0.07f});
 * }</pre>
 *
 * @param low the least allowed element at each place; its dtype and shape are those of the space
 * @param high the greatest, of the same dtype and shape
 */
public record Box(NdArray low, NdArray high) implements Space {
  /**
   * A box.
   *
   * @throws IllegalArgumentException if the bounds differ in dtype or shape, are NaN, or cross
   */
  public Box {
    if (low.dtype() != high.dtype() || !low.hasShape(high.shape())) {
      throw new IllegalArgumentException(
          "low and high must have the same dtype and shape, got %s%s and %s%s"
              .formatted(
                  low.dtype(), Shapes.text(low.shape()), high.dtype(), Shapes.text(high.shape())));
    }
    for (int i = 0; i < low.size(); i++) {
      if (!Elements.atMost(low, i, high, i)) {
        throw new IllegalArgumentException(
            "low must be at most high and neither may be NaN, got low %s and high %s at element %d"
                .formatted(Elements.text(low, i), Elements.text(high, i), i));
      }
    }
  }

  /**
   * A box with the same bounds everywhere.
   *
   * @param low for a signed integer type, minus infinity stands for its least number
   * @param high for a signed integer type, infinity stands for its greatest number
   * @param shape the dimensions; none for a scalar
   * @throws IllegalArgumentException if a bound does not fit the dtype, or the bounds cross
   */
  public static Box of(double low, double high, DType dtype, int... shape) {
    return new Box(
        Bounds.filled("low", low, dtype, shape), Bounds.filled("high", high, dtype, shape));
  }

  /** A box with the same integer bounds everywhere; bounds of uint64 are read as signed. */
  public static Box of(long low, long high, DType dtype, int... shape) {
    return new Box(
        Bounds.filled("low", low, dtype, shape), Bounds.filled("high", high, dtype, shape));
  }

  /** A float32 box, [low.length], with its own bounds for each element. */
  public static Box of(float[] low, float[] high) {
    return new Box(NdArray.of(low, low.length), NdArray.of(high, high.length));
  }

  /** A float64 box, [low.length], with its own bounds for each element. */
  public static Box of(double[] low, double[] high) {
    return new Box(NdArray.of(low, low.length), NdArray.of(high, high.length));
  }

  /** The type of an element. */
  public DType dtype() {
    return low.dtype();
  }

  /** The dimensions; empty for a scalar. */
  public int[] shape() {
    return low.shape();
  }

  @Override
  public NdArray sample(RandomGenerator random) {
    return new BoxSampler(low, high, random).sample();
  }

  /**
   * Whether {@code value} is an array of this shape within the bounds.
   *
   * <p>Its dtype may be another that NumPy casts safely, such as float32 for float64; integers of
   * any width pass for integers.
   */
  @Override
  public boolean contains(Value value) {
    if (!(value instanceof NdArray array)
        || !array.hasShape(low.shape())
        || !Bounds.passesFor(array.dtype(), dtype())) {
      return false;
    }
    for (int i = 0; i < array.size(); i++) {
      if (!Elements.atMost(low, i, array, i) || !Elements.atMost(array, i, high, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int flatSize() {
    return low.size();
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    Values.array(this, value, low.shape()).copyTo(target, offset);
  }

  @Override
  public NdArray unflatten(float[] source, int offset) {
    return Elements.ofDoubles(dtype(), low.shape(), i -> source[offset + i]);
  }

  /** {@code Box} of shape [n, ...]. */
  @Override
  public Box batch(int n) {
    Values.requireBatchSize(n);
    return new Box(Bounds.tile(low, n), Bounds.tile(high, n));
  }

  /** As Gymnasium writes it: {@code Box(-1.0, 1.0, (3,), float32)}. */
  @Override
  public String toString() {
    return "Box(%s, %s, %s, %s)"
        .formatted(
            Shapes.shortText(low), Shapes.shortText(high), Shapes.text(low.shape()), dtype());
  }
}
