package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one field of a message, where they lie, as one value for each of n environments. */
final class FieldBytes {
  private final String what;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int size;

  /** Of a field that messages call so. */
  FieldBytes(String what) {
    this.what = what;
  }

  /**
   * Reads over the field, if it is the next.
   *
   * @param in little-endian
   * @return whether it was, and whole
   */
  boolean read(ByteBuffer in, int tag) {
    if (in.get() != tag) {
      return false;
    }
    long announced = Varint.read(in);
    if (announced < 0 || announced > in.remaining()) {
      return false;
    }
    buffer = in;
    start = in.position();
    size = (int) announced;
    in.position(start + size);
    return true;
  }

  void take(ByteString bytes) {
    buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    start = buffer.position();
    size = bytes.size();
  }

  /** [n] float64. */
  double[] doubles(int n) {
    requireSize(n * Double.BYTES);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = buffer.getDouble(start + i * Double.BYTES);
    }
    return values;
  }

  /** [n] bytes, 0 or 1. */
  boolean[] flags(int n) {
    requireSize(n);
    boolean[] flags = new boolean[n];
    for (int i = 0; i < n; i++) {
      flags[i] = buffer.get(start + i) != 0;
    }
    return flags;
  }

  private void requireSize(int expected) {
    if (size != expected) {
      throw new MalformedMessageException(
          "%s must be %d bytes, got %d".formatted(what, expected, size));
    }
  }
}
