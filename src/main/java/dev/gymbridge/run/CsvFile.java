package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.DiskFailure;
import dev.gymbridge.dqn.GrowingFile;
import dev.gymbridge.network.CheckpointException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A growing table of comma-separated values. Each row goes to the operating system in one write, so
 * that a killed run leaves whole rows; a checkpoint forces them to the medium and counts them, and
 * who goes on from it cuts what came after.
 */
final class CsvFile implements AutoCloseable, GrowingFile {
  private final Path path;
  private final String header;
  private final Disk disk;
  private final CRC32C checksum = new CRC32C();
  private long length;
  private @Nullable OutputStream out;

  CsvFile(Path path, String header, Disk disk) {
    this.path = path;
    this.header = header;
    this.disk = disk;
  }

  /**
   * Starts the table, unless it goes on with what {@link #read} found; one that has no row yet, of
   * a run stopped before its first, will do.
   *
   * @throws RunDirectoryException if the file holds anything else, or cannot be written
   */
  void start() {
    if (out != null) {
      return;
    }
    try {
      if (Files.exists(path) && (header + "\n").startsWith(Files.readString(path))) {
        disk.delete(path);
      }
      out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      append(header);
      disk.force(Objects.requireNonNull(path.toAbsolutePath().getParent())); // its name
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }

  /** Adds a row. */
  void append(String row) {
    if (out == null) {
      throw new IllegalStateException(path + " is not open; onStarted comes first");
    }
    byte[] bytes = (row + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      disk.append(path, out, bytes);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
    checksum.update(bytes);
    length += bytes.length;
  }

  @Override
  public void force() {
    try {
      disk.force(path);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }

  /** Says how long the table is. */
  @Override
  public void write(DataOutput state) throws IOException {
    if (out == null) {
      throw new IllegalStateException(path + " is not open; onStarted comes first");
    }
    state.writeLong(length);
    state.writeLong(checksum.getValue());
  }

  /**
   * Goes on with the table where it was so long.
   *
   * @throws CheckpointException if what is left of it is something else
   */
  @Override
  public void read(DataInput state) throws IOException {
    long counted = state.readLong();
    long expected = state.readLong();
    byte[] content = content();
    checksum.reset();
    checksum.update(content, 0, (int) Math.min(counted, content.length));
    if (content.length < counted || checksum.getValue() != expected) {
      throw new CheckpointException(
          ("%s is not what the checkpoint counted (%d bytes of it, it has %d): it was changed or is"
                  + " damaged; bring it back from a copy, or train anew")
              .formatted(path, counted, content.length));
    }
    length = counted;
    disk.cut(path, counted);
    out = Files.newOutputStream(path, StandardOpenOption.APPEND);
  }

  private byte[] content() {
    try {
      return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    } catch (IOException e) {
      throw new CheckpointException(
          "cannot read %s: %s; bring it back from a copy, or train anew"
              .formatted(path, DiskFailure.reason(e)),
          e);
    }
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw RunDirectoryException.cannotWrite(path, e);
      } finally {
        out = null;
      }
    }
  }

  /**
   * Reads the whole rows of a table; none where the file is missing. Columns that an earlier
   * version did not write yet are the last ones, and their cells are missing.
   *
   * @param row is given the cells of each row after the header
   */
  static void read(Path path, Consumer<String[]> row) {
    if (!Files.exists(path)) {
      return;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(path);
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(path, e);
    }
    int columns = lines.isEmpty() ? 0 : lines.get(0).split(",", -1).length;
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length == columns) {
        accept(row, cells, path, i + 1);
      }
    }
  }

  private static void accept(Consumer<String[]> row, String[] cells, Path path, int line) {
    try {
      row.accept(cells);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RunDirectoryException(
          "%s is damaged in line %d; bring it back from a copy, or train anew"
              .formatted(path, line),
          e);
    }
  }
}
