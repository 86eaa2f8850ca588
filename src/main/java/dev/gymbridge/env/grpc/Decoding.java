package dev.gymbridge.env.grpc;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.InvalidActionException;
import java.util.function.Supplier;

/** Reads the parts of a reply, and says so where a reply does not keep to the protocol. */
final class Decoding {
  private Decoding() {}

  /** Runs a decoder; what it refuses is the server's fault. */
  static <T> T guarded(Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(e);
    }
  }

  /** Runs the encoder of an action; what it refuses is the caller's fault. */
  static <T> T encoded(Supplier<T> encoder) {
    try {
      return encoder.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidActionException("action refused: " + e.getMessage(), e);
    }
  }

  static EnvironmentException malformed(RuntimeException cause) {
    return new EnvironmentException(
        "the server's reply does not keep to the protocol: " + cause.getMessage(), cause);
  }

  static void requireSize(String what, ByteString bytes, int size) {
    if (bytes.size() != size) {
      throw new IllegalArgumentException(
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
