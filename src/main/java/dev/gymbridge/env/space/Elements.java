package dev.gymbridge.env.space;

import java.nio.ByteBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Reads, writes and compares single elements of any {@link DType}. */
final class Elements {
  private Elements() {}

  /**
   * Element {@code i} of little-endian bytes; integers of 64 bits lose what a double cannot hold.
   */
  static double doubleAt(DType dtype, ByteBuffer bytes, int i) {
    return switch (dtype) {
      case FLOAT32 -> bytes.getFloat(i * 4);
      case FLOAT64 -> bytes.getDouble(i * 8);
      case FLOAT16 -> Float16.toFloat(bytes.getShort(i * 2));
      case UINT64 -> unsignedToDouble(bytes.getLong(i * 8));
      default -> longAt(dtype, bytes, i);
    };
  }

  /** Likewise; floats are truncated towards zero, and uint64 comes as the same 64 bits. */
  static long longAt(DType dtype, ByteBuffer bytes, int i) {
    return switch (dtype) {
      case BOOL, UINT8 -> bytes.get(i) & 0xFF;
      case INT8 -> bytes.get(i);
      case INT16 -> bytes.getShort(i * 2);
      case UINT16 -> bytes.getShort(i * 2) & 0xFFFF;
      case INT32 -> bytes.getInt(i * 4);
      case UINT32 -> bytes.getInt(i * 4) & 0xFFFF_FFFFL;
      case INT64, UINT64 -> bytes.getLong(i * 8);
      case FLOAT16, FLOAT32, FLOAT64 -> (long) doubleAt(dtype, bytes, i);
    };
  }

  private static double unsignedToDouble(long bits) {
    // Halving keeps the sign bit clear; the lost bit is or-ed in so that rounding stays right.
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  /** An array whose element {@code i} is {@code element(i)}, converted as a C cast does. */
  static NdArray ofDoubles(DType dtype, int[] shape, IntToDoubleFunction element) {
    int size = Shapes.size(shape);
    ByteBuffer bytes = NdArray.allocate(dtype, size);
    for (int i = 0; i < size; i++) {
      put(bytes, dtype, element.applyAsDouble(i));
    }
    return NdArray.wrap(dtype, bytes.flip(), shape);
  }

  /** An array whose element {@code i} is {@code element(i)}; uint64 takes the 64 bits. */
  static NdArray ofLongs(DType dtype, int[] shape, IntToLongFunction element) {
    int size = Shapes.size(shape);
    ByteBuffer bytes = NdArray.allocate(dtype, size);
    for (int i = 0; i < size; i++) {
      put(bytes, dtype, element.applyAsLong(i));
    }
    return NdArray.wrap(dtype, bytes.flip(), shape);
  }

  private static void put(ByteBuffer bytes, DType dtype, double element) {
    switch (dtype) {
      case FLOAT16 -> bytes.putShort(Float16.fromDouble(element));
      case FLOAT32 -> bytes.putFloat((float) element);
      case FLOAT64 -> bytes.putDouble(element);
      case BOOL -> bytes.put((byte) (element != 0 ? 1 : 0));
      case UINT64 ->
          bytes.putLong(
              element >= 0x1p63 ? (long) (element - 0x1p63) ^ Long.MIN_VALUE : (long) element);
      default -> put(bytes, dtype, (long) element);
    }
  }

  private static void put(ByteBuffer bytes, DType dtype, long element) {
    switch (dtype) {
      case BOOL -> bytes.put((byte) (element != 0 ? 1 : 0));
      case INT8, UINT8 -> bytes.put((byte) element);
      case INT16, UINT16 -> bytes.putShort((short) element);
      case INT32, UINT32 -> bytes.putInt((int) element);
      case INT64, UINT64 -> bytes.putLong(element);
      default -> put(bytes, dtype, (double) element);
    }
  }

  /** Whether {@code a[i] <= b[j]}; false where one is NaN. Exact among integers. */
  static boolean atMost(NdArray a, int i, NdArray b, int j) {
    if (a.dtype().isFloat() || b.dtype().isFloat()) {
      return a.getDouble(i) <= b.getDouble(j);
    }
    long x = a.getLong(i);
    long y = b.getLong(j);
    boolean hugeX = a.dtype() == DType.UINT64 && x < 0; // At least 2^63.
    boolean hugeY = b.dtype() == DType.UINT64 && y < 0;
    return hugeX == hugeY ? x <= y : hugeY;
  }

  /** Element {@code i} as text, such as {@code -4.8}, {@code inf}, {@code 3}, {@code True}. */
  static String text(NdArray array, int i) {
    return switch (array.dtype()) {
      case BOOL -> array.getLong(i) == 0 ? "False" : "True";
      case UINT64 -> Long.toUnsignedString(array.getLong(i));
      case FLOAT16, FLOAT32 -> floatText(Float.toString(array.getFloat(i)));
      case FLOAT64 -> floatText(Double.toString(array.getDouble(i)));
      default -> Long.toString(array.getLong(i));
    };
  }

  private static String floatText(String javaText) {
    return switch (javaText) {
      case "Infinity" -> "inf";
      case "-Infinity" -> "-inf";
      case "NaN" -> "nan";
      default -> javaText;
    };
  }
}
