package dev.gymbridge.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of TensorBoard's event files.
 *
 * <p>A file is a series of TFRecords: the length as 8 little-endian bytes, the masked CRC-32C of
 * these, the data, the masked CRC-32C of the data. The data is a message {@code tensorflow.Event};
 * the few fields used are written by their numbers, so that reporting needs no TensorFlow.
 */
final class TensorBoardEvents {
  // tensorflow.Event
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  // tensorflow.Summary, tensorflow.Summary.Value
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  // tensorflow.SessionLog
  private static final int STATUS = 1;
  private static final int STATUS_START = 1;

  private static final int CRC_MASK_DELTA = 0xa282ead8;

  private TensorBoardEvents() {}

  /** The first event of a file. */
  static byte[] fileVersion(double wallTime) {
    return message(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeString(FILE_VERSION, "brain.Event:2");
        });
  }

  /** A training program started (again) and will write from the given step on. */
  static byte[] sessionStart(double wallTime, long step) {
    byte[] sessionLog = message(out -> out.writeEnum(STATUS, STATUS_START));
    return message(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeInt64(STEP, step);
          out.writeByteArray(SESSION_LOG, sessionLog);
        });
  }

  /** Values by tag, all of one step. */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    byte[] summary =
        message(
            out -> {
              for (Map.Entry<String, Double> entry : values.entrySet()) {
                out.writeByteArray(VALUE, value(entry.getKey(), entry.getValue()));
              }
            });
    return message(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeInt64(STEP, step);
          out.writeByteArray(SUMMARY, summary);
        });
  }

  private static byte[] value(String tag, double value) {
    return message(
        out -> {
          out.writeString(TAG, tag);
          out.writeFloat(SIMPLE_VALUE, (float) value);
        });
  }

  /** Frames an event. */
  static void writeRecord(OutputStream out, byte[] event) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + event.length + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(maskedCrc(record.array(), 0, Long.BYTES));
    record.put(event);
    record.putInt(maskedCrc(event, 0, event.length));
    out.write(record.array());
  }

  /** The checksum, rotated and shifted, since the checksum of data that holds its own is weak. */
  static int maskedCrc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK_DELTA;
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory failed", e);
    }
    return bytes.toByteArray();
  }
}
