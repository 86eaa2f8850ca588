package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The first so many numbers of an array, written and read in one piece. */
final class Columns {
  private Columns() {}

  static void write(DataOutput out, int[] column, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES);
    bytes.asIntBuffer().put(column, 0, count);
    out.write(bytes.array());
  }

  static void read(DataInput in, int[] column, int count) throws IOException {
    bytes(in, count * Integer.BYTES).asIntBuffer().get(column, 0, count);
  }

  static void write(DataOutput out, float[] column, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES);
    bytes.asFloatBuffer().put(column, 0, count);
    out.write(bytes.array());
  }

  static void read(DataInput in, float[] column, int count) throws IOException {
    bytes(in, count * Float.BYTES).asFloatBuffer().get(column, 0, count);
  }

  static void write(DataOutput out, boolean[] column, int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (column[i] ? 1 : 0);
    }
    out.write(bytes);
  }

  static void read(DataInput in, boolean[] column, int count) throws IOException {
    ByteBuffer bytes = bytes(in, count);
    for (int i = 0; i < count; i++) {
      column[i] = bytes.get(i) != 0;
    }
  }

  static void write(DataOutput out, double[] column, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES);
    bytes.asDoubleBuffer().put(column, 0, count);
    out.write(bytes.array());
  }

  static void read(DataInput in, double[] column, int count) throws IOException {
    bytes(in, count * Double.BYTES).asDoubleBuffer().get(column, 0, count);
  }

  private static ByteBuffer bytes(DataInput in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
