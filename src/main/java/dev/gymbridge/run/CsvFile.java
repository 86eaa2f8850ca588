package dev.gymbridge.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A growing table of comma-separated values. Each row goes to the operating system in one write, so
 * that a killed run leaves whole rows; one torn all the same is cut when the table is resumed.
 */
final class CsvFile implements AutoCloseable {
  private final Path path;
  private final String header;
  private @Nullable OutputStream out;

  CsvFile(Path path, String header) {
    this.path = path;
    this.header = header;
  }

  /**
   * Starts the table; one that has no row yet, of a run stopped before its first, will do.
   *
   * @throws RunDirectoryException if the file holds anything else, or cannot be written
   */
  void create() {
    try {
      if (Files.exists(path) && Files.readString(path).equals(header + "\n")) {
        out = Files.newOutputStream(path, StandardOpenOption.APPEND);
        return;
      }
      out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      append(header);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }

  /**
   * Goes on with the table after the rows to keep: it is cut at the first row that is torn or not
   * to be kept.
   *
   * @param keep is given the cells of a whole row
   */
  void resume(Predicate<String[]> keep) {
    if (!Files.exists(path)) {
      create();
      return;
    }
    try {
      byte[] content = Files.readAllBytes(path);
      long length = lengthToKeep(content, keep);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(length);
      }
      out = Files.newOutputStream(path, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
  }

  private long lengthToKeep(byte[] content, Predicate<String[]> keep) {
    int columns = header.split(",", -1).length;
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] != '\n') {
        continue;
      }
      String line = new String(content, start, i - start, StandardCharsets.UTF_8);
      if (start == 0) {
        requireHeader(line);
      } else {
        String[] cells = line.split(",", -1);
        if (cells.length != columns || !keep.test(cells)) {
          return start;
        }
      }
      start = i + 1;
    }
    if (start == 0) {
      requireHeader(new String(content, StandardCharsets.UTF_8));
    }
    return start;
  }

  private void requireHeader(String line) {
    if (!line.equals(header)) {
      throw new RunDirectoryException(
          "%s does not begin with the line \"%s\" but with \"%s\"; move it away to resume without it"
              .formatted(path, header, line.length() <= 200 ? line : line.substring(0, 200)));
    }
  }

  /** Adds a row. */
  void append(String row) {
    if (out == null) {
      throw new IllegalStateException(path + " is not open; onStarted comes first");
    }
    try {
      out.write((row + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
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
    lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(cells -> cells.length == columns)
        .forEach(row);
  }
}
