package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.InvalidActionException;
import java.util.function.Supplier;

/**
 * Reads the plain parts of a reply.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Decoding {
  private Decoding() {}

  /** Runs the encoder of an action; what it refuses is the caller's fault. */
  public static <T> T encoded(Supplier<T> encoder) {
    try {
      return encoder.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidActionException("action refused: " + e.getMessage(), e);
    }
  }

  public static void requireSize(String what, ByteString bytes, int size) {
    if (bytes.size() != size) {
      throw new MalformedMessageException(
          "%s must be %d bytes, got %d".formatted(what, size, bytes.size()));
    }
  }

  public static double doubleAt(ByteString bytes, int offset) {
    long bits = 0;
    for (int i = 7; i >= 0; i--) {
      bits = (bits << 8) | (bytes.byteAt(offset + i) & 0xFF);
    }
    return Double.longBitsToDouble(bits);
  }

  /** [n] float64. */
  public static double[] doubles(String what, ByteString bytes, int n) {
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
  public static boolean[] booleans(String what, ByteString bytes, int n) {
    requireSize(what, bytes, n);
    boolean[] values = new boolean[n];
    for (int i = 0; i < n; i++) {
      values[i] = bytes.byteAt(i) != 0;
    }
    return values;
  }
}
