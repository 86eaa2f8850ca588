package dev.gymbridge.remote.wire;

import java.nio.ByteBuffer;

/** Protobuf's numbers of one to ten bytes: seven bits in each, the lowest first. */
final class Varint {
  /** How a tag says that a count of bytes, and then these, are behind it. */
  static final int BYTES = 2;

  private static final int MOST_BITS = 70;

  private Varint() {}

  /** How many bytes a number takes; one below 0 counts as above all others. */
  static int size(long number) {
    return (MOST_BITS - Long.numberOfLeadingZeros(number | 1)) / 7;
  }

  static void write(ByteBuffer out, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * Reads a number.
   *
   * @throws java.nio.BufferUnderflowException if it is cut short
   * @throws MalformedMessageException if it is longer than any
   */
  static long read(ByteBuffer in) {
    long number = 0;
    for (int bits = 0; bits < MOST_BITS; bits += 7) {
      byte next = in.get();
      number |= (next & 0x7FL) << bits;
      if (next >= 0) {
        return number;
      }
    }
    throw new MalformedMessageException("a number takes more than ten bytes");
  }
}
