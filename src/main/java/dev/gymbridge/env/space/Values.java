package dev.gymbridge.env.space;

import java.util.Arrays;

/** Checks of the values handed to a space. */
final class Values {
  private Values() {}

  /**
   * The value as an array of the shape.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static NdArray array(Space space, Value value, int... shape) {
    NdArray array = cast(space, NdArray.class, value);
    if (!array.hasShape(shape)) {
      throw wrongShape(space, shape, array);
    }
    return array;
  }

  static IllegalArgumentException wrongShape(Space space, int[] shape, NdArray actual) {
    return new IllegalArgumentException(
        "a value of %s has the shape %s here, got %s"
            .formatted(space, Shapes.text(shape), Shapes.text(actual.shape())));
  }

  /**
   * The value as the kind that a space asks for.
   *
   * @throws IllegalArgumentException if it is another
   */
  static <V extends Value> V cast(Space space, Class<V> kind, Value value) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "a value of %s is a %s here, got a %s"
              .formatted(space, kind.getSimpleName(), value.getClass().getSimpleName()));
    }
    return kind.cast(value);
  }

  /** The index of the first element that is not 0, counted from {@code from}. */
  static int firstNonzero(Space space, float[] source, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (source[from + i] != 0) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "%s has no value for floats without a 1, got %s at %d"
            .formatted(
                space,
                count <= 16
                    ? Arrays.toString(Arrays.copyOfRange(source, from, from + count))
                    : count + " zeros",
                from));
  }

  /** An index into a one-hot part, in [0, n). */
  static int oneHotIndex(Space space, long value, long start, long n) {
    if (value < start || value > start + n - 1) {
      throw new IllegalArgumentException(
          "an element of %s must be in [%d, %d], got %d"
              .formatted(space, start, start + n - 1, value));
    }
    return (int) (value - start);
  }

  static void requireBatchSize(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("a batch has at least 1 value, got " + n);
    }
  }

  /** A size as an int. */
  static int flatSize(Space space, long size) {
    if (size > Integer.MAX_VALUE || size < 0) {
      throw new UnsupportedOperationException(
          "a flattened value of %s has more floats than an array can hold".formatted(space));
    }
    return (int) size;
  }

  static UnsupportedOperationException variableSize(Space space) {
    return new UnsupportedOperationException(
        "values of %s differ in size and have no flat form; leave this part out with a wrapper"
            .formatted(space));
  }
}
