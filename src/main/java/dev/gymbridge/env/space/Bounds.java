package dev.gymbridge.env.space;

import java.nio.ByteBuffer;

/** Makes the bounds of a {@link Box}, and says which dtypes may stand in for which. */
final class Bounds {
  private Bounds() {}

  static NdArray filled(String name, double bound, DType dtype, int[] shape) {
    if (dtype.isFloat()) {
      if (Math.abs(bound) > dtype.greatestFinite() && !Double.isInfinite(bound)) {
        throw misfit(name, Double.toString(bound), dtype);
      }
      return Elements.ofDoubles(dtype, shape, i -> bound);
    }
    boolean signed = dtype.least() < 0;
    if (signed && bound == Double.NEGATIVE_INFINITY) {
      return Elements.ofLongs(dtype, shape, i -> dtype.least());
    }
    if (signed && bound == Double.POSITIVE_INFINITY) {
      return Elements.ofLongs(dtype, shape, i -> dtype.greatest());
    }
    if (bound != Math.rint(bound) || Math.abs(bound) >= 0x1p63) {
      throw misfit(name, Double.toString(bound), dtype);
    }
    return filled(name, (long) bound, dtype, shape);
  }

  static NdArray filled(String name, long bound, DType dtype, int[] shape) {
    if (dtype.isFloat()) {
      return filled(name, (double) bound, dtype, shape);
    }
    if (!fits(bound, dtype)) {
      throw misfit(name, Long.toString(bound), dtype);
    }
    return Elements.ofLongs(dtype, shape, i -> bound);
  }

  /** Whether an integer type can hold the signed number. */
  static boolean fits(long number, DType dtype) {
    return dtype == DType.UINT64
        ? number >= 0
        : number >= dtype.least() && number <= dtype.greatest();
  }

  private static IllegalArgumentException misfit(String name, String bound, DType dtype) {
    String range =
        dtype.isFloat()
            ? "a number up to %s or an infinity".formatted(dtype.greatestFinite())
            : "an integer in [%d, %s]"
                .formatted(dtype.least(), Long.toUnsignedString(dtype.greatest()));
    return new IllegalArgumentException(
        "%s must be %s to fit %s, got %s; choose another bound or a wider dtype"
            .formatted(name, range, dtype, bound));
  }

  /** [n, ...]: the same array n times. */
  static NdArray tile(NdArray array, int n) {
    int[] shape = Shapes.prepend(n, array.shape());
    ByteBuffer bytes = NdArray.allocate(array.dtype(), Shapes.size(shape));
    for (int i = 0; i < n; i++) {
      bytes.put(array.bytes());
    }
    return NdArray.wrap(array.dtype(), bytes.flip(), shape);
  }

  /**
   * Whether elements of one dtype may be given where another is asked for: always within the
   * integers, where the bounds decide; else where NumPy's {@code can_cast} calls it safe.
   */
  static boolean passesFor(DType given, DType asked) {
    if (given == asked || given == DType.BOOL) {
      return true;
    }
    if (asked == DType.BOOL) {
      return false;
    }
    if (!asked.isFloat()) {
      return given.isInteger();
    }
    return switch (given) {
      case INT8, UINT8, FLOAT16 -> true;
      case INT16, UINT16, FLOAT32 -> asked != DType.FLOAT16;
      default -> asked == DType.FLOAT64;
    };
  }
}
