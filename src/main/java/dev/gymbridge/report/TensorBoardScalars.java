package dev.gymbridge.report;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.gymbridge.report.ProgressSeries.Points;
import dev.gymbridge.run.RunDirectoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/** Reads scalars back from event files; of what they say else nothing is understood. */
final class TensorBoardScalars {
  private final String tag;
  private final DoubleStream.Builder steps = DoubleStream.builder();
  private final DoubleStream.Builder values = DoubleStream.builder();

  private TensorBoardScalars(String tag) {
    this.tag = tag;
  }

  /**
   * The values of a tag over env steps, in the order of the files; a record that is cut short ends
   * its file.
   *
   * @throws RunDirectoryException if a file cannot be read
   */
  static Points read(List<Path> eventFiles, String tag) {
    TensorBoardScalars scalars = new TensorBoardScalars(tag);
    for (Path file : eventFiles) {
      try {
        scalars.readFile(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
      } catch (IOException e) {
        throw RunDirectoryException.cannotRead(file, e);
      }
    }
    return new Points(scalars.steps.build().toArray(), scalars.values.build().toArray());
  }

  private void readFile(ByteBuffer bytes) throws IOException {
    while (bytes.remaining() >= TensorBoardEvents.RECORD_HEADER_BYTES) {
      long length = bytes.getLong();
      bytes.position(bytes.position() + Integer.BYTES);
      if (length < 0 || length + Integer.BYTES > bytes.remaining()) {
        return;
      }
      readEvent(CodedInputStream.newInstance(bytes.slice(bytes.position(), (int) length)));
      bytes.position(bytes.position() + (int) length + Integer.BYTES);
    }
  }

  private void readEvent(CodedInputStream event) throws IOException {
    long step = 0;
    for (int field = event.readTag(); field != 0; field = event.readTag()) {
      switch (WireFormat.getTagFieldNumber(field)) {
        case TensorBoardEvents.STEP -> step = event.readInt64();
        case TensorBoardEvents.SUMMARY -> readSummary(event.readBytes().newCodedInput(), step);
        default -> event.skipField(field);
      }
    }
  }

  private void readSummary(CodedInputStream summary, long step) throws IOException {
    while (summary.readTag() != 0) {
      CodedInputStream value = summary.readBytes().newCodedInput();
      String name = "";
      for (int field = value.readTag(); field != 0; field = value.readTag()) {
        switch (WireFormat.getTagFieldNumber(field)) {
          case TensorBoardEvents.TAG -> name = value.readString();
          case TensorBoardEvents.SIMPLE_VALUE -> add(name, step, value.readFloat());
          default -> value.skipField(field);
        }
      }
    }
  }

  private void add(String name, long step, double value) {
    if (name.equals(tag)) {
      steps.add((double) step);
      values.add(value);
    }
  }
}
