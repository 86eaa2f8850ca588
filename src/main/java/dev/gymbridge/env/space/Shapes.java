package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Shapes, their sizes, and arrays as text. */
final class Shapes {
  private static final int MAX_RANK = 64; // As NumPy's.
  private static final int SHOWN = 16;

  private Shapes() {}

  /**
   * The product of the dimensions: how many elements there are.
   *
   * @throws IllegalArgumentException if one is negative, there are too many, or the product does
   *     not fit
   */
  static int size(int[] shape) {
    if (shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "an array has at most %d dimensions, got %d".formatted(MAX_RANK, shape.length));
    }
    long size = 1;
    boolean empty = false;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "a dimension must be at least 0, got " + Arrays.toString(shape));
      }
      empty |= dimension == 0;
      size = Math.min(size * dimension, 1L << 32); // Never overflows: a dimension is below 2^31.
    }
    if (!empty && size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an array has at most %d elements, got the shape %s"
              .formatted(Integer.MAX_VALUE, Arrays.toString(shape)));
    }
    return empty ? 0 : (int) size;
  }

  /** {@code [n, shape...]}. */
  static int[] prepend(int n, int[] shape) {
    int[] longer = new int[shape.length + 1];
    longer[0] = n;
    System.arraycopy(shape, 0, longer, 1, shape.length);
    return longer;
  }

  /** As Python writes a tuple: {@code ()}, {@code (4,)}, {@code (3, 2)}. */
  static String text(int[] shape) {
    return Arrays.stream(shape)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", shape.length == 1 ? ",)" : ")"));
  }

  /** Nested brackets as NumPy writes them, on one line: {@code [[1 2] [3 4]]}; cut when long. */
  static String text(NdArray array) {
    StringBuilder text = new StringBuilder();
    append(text, array, array.shape(), 0, 0);
    return text.toString();
  }

  private static int append(StringBuilder text, NdArray array, int[] shape, int axis, int index) {
    if (axis == shape.length) {
      text.append(Elements.text(array, index));
      return index + 1;
    }
    text.append('[');
    int next = index;
    for (int i = 0; i < shape[axis]; i++) {
      if (i > 0) {
        text.append(' ');
      }
      if (next >= SHOWN || array.size() == 0) {
        text.append("...");
        break;
      }
      next = append(text, array, shape, axis + 1, next);
    }
    text.append(']');
    return next;
  }

  /** One number where all elements are the same, as Gymnasium shortens bounds; else all. */
  static String shortText(NdArray array) {
    return isUniform(array) ? Elements.text(array, 0) : text(array);
  }

  /** Whether there are elements, and all are the same. */
  static boolean isUniform(NdArray array) {
    int width = array.dtype().bytes();
    var bytes = array.bytes();
    int size = array.size();
    // All equal exactly when the bytes equal themselves one element further on.
    return size > 0
        && bytes.slice(0, (size - 1) * width).equals(bytes.slice(width, (size - 1) * width));
  }
}
