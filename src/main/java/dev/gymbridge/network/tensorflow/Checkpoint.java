package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * All variables of a network in one file, {@value #FILE_NAME}.
 *
 * <pre>
 * 8 bytes   GYMBRQN1
 * int32     length of the header
 * header    UTF-8 lines: "layers 4-128-128-2", then "name size,size" for each variable
 * float32   the values of each variable in turn, by rows
 * int32     CRC32C of all that stands before it
 * </pre>
 *
 * <p>Numbers are little-endian. The file appears whole or not at all: it is written beside its
 * place, forced to the disk and renamed. It is read in full and checked in full before any of it is
 * used.
 */
final class Checkpoint {
  static final String FILE_NAME = "q-network.bin";

  private static final byte[] MAGIC = "GYMBRQN1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_START = MAGIC.length + Integer.BYTES;
  private static final String LAYERS = "layers ";

  private Checkpoint() {}

  /**
   * Writes the file, replacing one that is there.
   *
   * @param layers sizes of the layers, for people and for the message of {@link #read}
   */
  static void write(Path directory, String layers, List<StoredArray> arrays) {
    Path file = directory.resolve(FILE_NAME);
    try {
      // By a name of its own: a temporary file would be its maker's alone to read.
      Path unfinished = directory.resolve(FILE_NAME + ".tmp");
      try {
        try (FileChannel channel =
            FileChannel.open(
                unfinished,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
          ByteBuffer bytes = encode(layers, arrays);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint " + file, e);
    }
  }

  /**
   * Reads the file.
   *
   * @param layers of the network that is to take the values
   * @param expected names and shapes that the file must hold, in this order; the values are not
   *     looked at
   * @throws CheckpointException if there is no such file or it is not what was written for such a
   *     network
   */
  static List<StoredArray> read(Path directory, String layers, List<StoredArray> expected) {
    Path file = directory.resolve(FILE_NAME);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CheckpointException(
          "no checkpoint of a network in " + directory + ": " + FILE_NAME + " is missing", e);
    } catch (IOException e) {
      throw new CheckpointException("cannot read the checkpoint " + file + ": " + e, e);
    }
    return decode(file, bytes, layers, expected);
  }

  private static ByteBuffer encode(String layers, List<StoredArray> arrays) {
    StringBuilder header = new StringBuilder(LAYERS).append(layers).append('\n');
    long values = 0;
    for (StoredArray array : arrays) {
      header.append(describe(array)).append('\n');
      values += array.values().length;
    }
    byte[] headerBytes = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(fileSize(headerBytes.length, values)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(headerBytes.length).put(headerBytes);
    for (StoredArray array : arrays) {
      bytes.asFloatBuffer().put(array.values());
      bytes.position(bytes.position() + array.values().length * Float.BYTES);
    }
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return bytes.flip();
  }

  private static List<StoredArray> decode(
      Path file, byte[] content, String layers, List<StoredArray> expected) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int start = Math.min(MAGIC.length, content.length);
    if (!Arrays.equals(content, 0, start, MAGIC, 0, start)) {
      throw broken(file, "is not a checkpoint of a network, or its beginning is damaged");
    }
    if (content.length < HEADER_START + Integer.BYTES) {
      throw broken(file, "is cut short after " + content.length + " bytes");
    }
    int headerSize = bytes.position(MAGIC.length).getInt();
    // Room for the header tells a file that was cut there from one whose length field was hit.
    if (headerSize < 0 || content.length < (long) HEADER_START + headerSize) {
      throw broken(file, "is cut short or damaged: its header is incomplete");
    }
    List<String> header =
        new String(content, HEADER_START, headerSize, StandardCharsets.UTF_8).lines().toList();
    List<String> wanted = new ArrayList<>();
    wanted.add(LAYERS + layers);
    expected.forEach(array -> wanted.add(describe(array)));
    boolean same = header.equals(wanted);
    if (same) {
      requireSize(file, content.length, fileSize(headerSize, count(expected)));
    }
    int end = content.length - Integer.BYTES;
    if (bytes.getInt(end) != checksum(content, end)) {
      throw broken(file, "is damaged: its checksum does not match");
    }
    if (!same) {
      throw another(file, header, layers);
    }
    return values(bytes.position(HEADER_START + headerSize), expected);
  }

  private static List<StoredArray> values(ByteBuffer bytes, List<StoredArray> expected) {
    List<StoredArray> arrays = new ArrayList<>();
    for (StoredArray array : expected) {
      float[] values = new float[array.values().length];
      bytes.asFloatBuffer().get(values);
      bytes.position(bytes.position() + values.length * Float.BYTES);
      arrays.add(new StoredArray(array.name(), array.shape(), values));
    }
    return arrays;
  }

  private static void requireSize(Path file, long size, long wanted) {
    if (size < wanted) {
      throw broken(file, "is cut short: it has " + size + " of " + wanted + " bytes");
    }
    if (size > wanted) {
      throw broken(file, "is damaged: it has " + size + " bytes, not " + wanted);
    }
  }

  private static CheckpointException broken(Path file, String what) {
    return new CheckpointException(
        "the checkpoint " + file + " " + what + "; take another checkpoint of the run");
  }

  private static CheckpointException another(Path file, List<String> header, String layers) {
    String found =
        header.isEmpty() || !header.get(0).startsWith(LAYERS)
            ? "other variables"
            : "a network " + header.get(0).substring(LAYERS.length());
    return new CheckpointException(
        "the checkpoint %s holds %s, but this network is %s; use the environment and the hidden sizes it was made with, as its run's config.json says"
            .formatted(file, found, layers));
  }

  private static String describe(StoredArray array) {
    StringBuilder line = new StringBuilder(array.name()).append(' ');
    for (int i = 0; i < array.shape().length; i++) {
      line.append(i == 0 ? "" : ",").append(array.shape()[i]);
    }
    return line.toString();
  }

  private static long count(List<StoredArray> arrays) {
    return arrays.stream().mapToLong(array -> array.values().length).sum();
  }

  private static long fileSize(int headerSize, long values) {
    return HEADER_START + headerSize + values * Float.BYTES + Integer.BYTES;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
