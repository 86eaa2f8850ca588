package dev.gymbridge.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
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
  static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  // tensorflow.Summary, tensorflow.Summary.Value
  private static final int VALUE = 1;
  static final int TAG = 1;
  static final int SIMPLE_VALUE = 2;
  private static final int IMAGE = 4;
  private static final int TENSOR = 8;
  private static final int METADATA = 9;
  // tensorflow.Summary.Image
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int COLOURS = 3;
  private static final int RGB = 3;
  private static final int ENCODED = 4;
  // A GIF's logical screen descriptor: where it has width and height, as little-endian shorts
  private static final int GIF_WIDTH = 6;
  private static final int GIF_HEIGHT = 8;
  // tensorflow.SummaryMetadata, tensorflow.SummaryMetadata.PluginData
  private static final int PLUGIN_DATA = 1;
  private static final int PLUGIN_NAME = 1;
  private static final int PLUGIN_CONTENT = 2;
  // tensorboard.hparams.HParamsPluginData
  private static final int SESSION_START_INFO = 3;
  // tensorflow.SessionLog
  private static final int STATUS = 1;
  private static final int STATUS_START = 1;

  /** The tensor that stands where only metadata is meant: one float, 0. */
  private static final byte[] NOTHING = {8, 1, 18, 4, 18, 2, 8, 1, 42, 4, 0, 0, 0, 0};

  /** Of a record, before its data: length and checksum. */
  static final int RECORD_HEADER_BYTES = Long.BYTES + Integer.BYTES;

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
    return summary(wallTime, step, summary);
  }

  private static byte[] summary(double wallTime, long step, byte[] summary) {
    return message(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeInt64(STEP, step);
          out.writeByteArray(SUMMARY, summary);
        });
  }

  /** A GIF, whose header says how large it is. */
  static byte[] gif(double wallTime, long step, String tag, byte[] gif) {
    ByteBuffer header = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
    byte[] image =
        message(
            out -> {
              out.writeInt32(WIDTH, header.getShort(GIF_WIDTH));
              out.writeInt32(HEIGHT, header.getShort(GIF_HEIGHT));
              out.writeInt32(COLOURS, RGB);
              out.writeByteArray(ENCODED, gif);
            });
    byte[] value =
        message(
            out -> {
              out.writeString(TAG, tag);
              out.writeByteArray(IMAGE, image);
            });
    return summary(wallTime, step, message(out -> out.writeByteArray(VALUE, value)));
  }

  /**
   * What a run is made with, for the plugin of hyperparameters: numbers, truth values, and the rest
   * as text.
   */
  static byte[] hyperparameters(double wallTime, JsonObject flat) {
    // Its one field that is needed is a map like that of a Struct, under the same number.
    Struct.Builder sessionStart = Struct.newBuilder();
    flat.entrySet().forEach(e -> sessionStart.putFields(e.getKey(), hyperparameter(e.getValue())));
    byte[] content =
        message(out -> out.writeByteArray(SESSION_START_INFO, sessionStart.build().toByteArray()));
    byte[] plugin =
        message(
            out -> {
              out.writeString(PLUGIN_NAME, "hparams");
              out.writeByteArray(PLUGIN_CONTENT, content);
            });
    byte[] value =
        message(
            out -> {
              out.writeString(TAG, "_hparams_/session_start_info");
              out.writeByteArray(TENSOR, NOTHING);
              out.writeByteArray(METADATA, message(m -> m.writeByteArray(PLUGIN_DATA, plugin)));
            });
    return summary(wallTime, 0, message(out -> out.writeByteArray(VALUE, value)));
  }

  private static Value hyperparameter(JsonElement element) {
    if (element.isJsonPrimitive()) {
      JsonPrimitive primitive = element.getAsJsonPrimitive();
      if (primitive.isNumber()) {
        return Value.newBuilder().setNumberValue(primitive.getAsDouble()).build();
      }
      if (primitive.isBoolean()) {
        return Value.newBuilder().setBoolValue(primitive.getAsBoolean()).build();
      }
      return Value.newBuilder().setStringValue(primitive.getAsString()).build();
    }
    return Value.newBuilder().setStringValue(element.toString()).build();
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
