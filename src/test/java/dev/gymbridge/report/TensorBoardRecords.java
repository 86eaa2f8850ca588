package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Reads event files by the format's description, checking every checksum. */
public final class TensorBoardRecords {
  private TensorBoardRecords() {}

  /** What a record says; what it does not say is empty. */
  public record Event(
      double wallTime,
      long step,
      String fileVersion,
      boolean sessionStart,
      Map<String, Float> scalars) {}

  /** Of all event files, in the order of their names. */
  public static List<Event> readAll(Path directory) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().contains("tfevents")).sorted().toList()) {
        events.addAll(read(file));
      }
    }
    return events;
  }

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).as("checksum of the length").isEqualTo(masked(length));
      int size = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] data = new byte[size];
      bytes.get(data);
      assertThat(bytes.getInt()).as("checksum of the data").isEqualTo(masked(data));
      events.add(event(CodedInputStream.newInstance(data)));
    }
    return events;
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15) | (value << 17)) + 0xa282ead8L);
  }

  private static Event event(CodedInputStream in) throws IOException {
    double wallTime = Double.NaN;
    long step = 0;
    String version = "";
    boolean start = false;
    Map<String, Float> scalars = new HashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> wallTime = in.readDouble();
        case 2 -> step = in.readInt64();
        case 3 -> version = in.readString();
        case 5 -> summary(in.readBytes().newCodedInput(), scalars);
        case 7 -> start = in.readByteArray().length == 2;
        default -> throw new AssertionError("field " + tag);
      }
    }
    return new Event(wallTime, step, version, start, scalars);
  }

  private static void summary(CodedInputStream in, Map<String, Float> scalars) throws IOException {
    while (in.readTag() != 0) {
      CodedInputStream value = in.readBytes().newCodedInput();
      String name = "";
      for (int tag = value.readTag(); tag != 0; tag = value.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> name = value.readString();
          case 2 -> scalars.put(name, value.readFloat());
          case 8, 9 -> value.skipField(tag); // of hyperparameters, which are no scalars
          default -> throw new AssertionError("field " + tag);
        }
      }
    }
  }
}
