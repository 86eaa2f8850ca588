package dev.gymbridge.env.grpc;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.InvalidActionException;
import java.util.function.Supplier;

/** Reads the plain parts of a reply. */
final class Decoding {
  private Decoding() {}

  /** Runs the encoder of an action; what it refuses is the caller's fault. */
  static <T> T encoded(Supplier<T> encoder) {
    try {
      return encoder.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidActionException("action refused: " + e.getMessage(), e);
    }
  }

  static void requireSize(String what, ByteString bytes, int size) {
    if (bytes.size() != size) {
      throw new MalformedMessageException(
          "%s must be %d bytes, got %d".formatted(what, size, bytes.size()));
    }
  }

  static double doubleAt(ByteString bytes, int offset) {
    long bits = 0;
    for (int i = 7; i >= 0; i--) {
      bits = (bits << 8) | (bytes.byteAt(offset + i) & 0xFF);
    }
    return Double.longBitsToDouble(bits);
  }

  /** [n] float64. */
  static double[] doubles(String what, ByteString bytes, int n) {
    requireSize(what, bytes, n * 8);
    double[] values = new double[n];
    bytes
        .asReadOnlyByteBuffer()
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .get(values);
    return values;
  }

  /** [n] bytes, 0 or 1. */
  static boolean[] booleans(String what, ByteString bytes, int n) {
    requireSize(what, bytes, n);
    boolean[] values = new boolean[n];
    for (int i = 0; i < n; i++) {
      values[i] = bytes.byteAt(i) != 0;
    }
    return values;
  }
}
