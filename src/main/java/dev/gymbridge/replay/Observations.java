package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Observations side by side, one a row, as float32 or as bytes.
 *
 * <p>Bytes are for pictures: a quarter of the memory, and nothing is converted before the network
 * does it. The arrays are filled again and again by whoever made them.
 */
public final class Observations {
  private final int rows;
  private final int size;
  private final float @Nullable [] floats;
  private final byte @Nullable [] bytes;

  private Observations(int rows, int size, float @Nullable [] floats, byte @Nullable [] bytes) {
    this.rows = rows;
    this.size = size;
    this.floats = floats;
    this.bytes = bytes;
  }

  /**
   * Observations of zeros, as floats.
   *
   * @param rows how many, at least 1
   * @param size numbers of one, at least 1
   */
  public static Observations ofFloats(int rows, int size) {
    return new Observations(rows, size, new float[elements(rows, size)], null);
  }

  /**
   * Observations of zeros, as bytes.
   *
   * @param rows how many, at least 1
   * @param size numbers of one, at least 1
   */
  public static Observations ofBytes(int rows, int size) {
    return new Observations(rows, size, null, new byte[elements(rows, size)]);
  }

  /**
   * Observations over an array, which is not copied.
   *
   * @param floats [rows, size]; what is left over after the last full row is not looked at
   * @param size numbers of one, at least 1
   */
  public static Observations wrap(float[] floats, int size) {
    return new Observations(floats.length / size, size, floats, null);
  }

  /** The same numbers, not a copy, each observation as so many of a part of the size. */
  Observations inParts(int parts) {
    return parts == 1 ? this : new Observations(rows * parts, size / parts, floats, bytes);
  }

  private static int elements(int rows, int size) {
    if (rows < 1 || size < 1) {
      throw new IllegalArgumentException(
          "rows and the size of an observation must be at least 1, got %d and %d"
              .formatted(rows, size));
    }
    return Math.multiplyExact(rows, size);
  }

  /** How many observations there is room for. */
  public int rows() {
    return rows;
  }

  /** Numbers of one observation. */
  public int size() {
    return size;
  }

  /** Whether they are bytes. */
  public boolean isBytes() {
    return bytes != null;
  }

  /**
   * [rows, size], not a copy.
   *
   * @throws IllegalStateException if they are bytes
   */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("these observations are bytes; call bytes()");
    }
    return floats;
  }

  /**
   * [rows, size], not a copy.
   *
   * @throws IllegalStateException if they are floats
   */
  public byte[] bytes() {
    if (bytes == null) {
      throw new IllegalStateException("these observations are floats; call floats()");
    }
    return bytes;
  }

  /**
   * Copies one observation.
   *
   * @param to of the same size and kind
   */
  public void copyRow(int row, Observations to, int toRow) {
    if (to.size != size) {
      throw new IllegalArgumentException(
          "observations of %d numbers do not fit a place for %d".formatted(size, to.size));
    }
    if (isBytes()) {
      System.arraycopy(bytes(), row * size, to.bytes(), toRow * size, size);
    } else {
      System.arraycopy(floats(), row * size, to.floats(), toRow * size, size);
    }
  }

  /** Whether two observations, of the same size and kind, are the same to the bit. */
  public boolean sameRow(int row, Observations other, int otherRow) {
    int from = row * size;
    int otherFrom = otherRow * size;
    return isBytes()
        ? Arrays.equals(
            bytes(), from, from + size, other.bytes(), otherFrom, otherFrom + other.size)
        : Arrays.equals(
            floats(), from, from + size, other.floats(), otherFrom, otherFrom + other.size);
  }

  /** Memory of so many observations, in bytes. */
  int memory(int count) {
    return count * size * (isBytes() ? 1 : Float.BYTES);
  }

  /** Writes the first {@code count} observations, floats in the order of the network. */
  void writeRows(int count, OutputStream out) throws IOException {
    if (isBytes()) {
      out.write(bytes(), 0, count * size);
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(memory(count));
    buffer.asFloatBuffer().put(floats(), 0, count * size);
    out.write(buffer.array());
  }

  /** Reads what {@link #writeRows} wrote. */
  void readRows(int count, DataInput in) throws IOException {
    if (isBytes()) {
      in.readFully(bytes(), 0, count * size);
      return;
    }
    byte[] read = new byte[memory(count)];
    in.readFully(read);
    ByteBuffer.wrap(read).asFloatBuffer().get(floats(), 0, count * size);
  }

  /** Writes one observation. */
  public void writeRow(int row, DataOutput out) throws IOException {
    if (isBytes()) {
      out.write(bytes(), row * size, size);
      return;
    }
    for (int k = row * size; k < (row + 1) * size; k++) {
      out.writeFloat(floats()[k]);
    }
  }

  /** Reads what {@link #writeRow} wrote. */
  public void readRow(int row, DataInput in) throws IOException {
    if (isBytes()) {
      in.readFully(bytes(), row * size, size);
      return;
    }
    for (int k = row * size; k < (row + 1) * size; k++) {
      floats()[k] = in.readFloat();
    }
  }
}
