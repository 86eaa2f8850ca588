package dev.gymbridge.replay;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file with some of the observations of a replay buffer. One of full pieces never changes: its
 * name says which they are. The piece that is being filled is in {@value #LAST}.
 */
public final class ObservationFile {
  private static final String LAST = "observations-last.bin";
  private static final Pattern NAME = Pattern.compile("observations-(\\d+)-(\\d+)\\.bin");
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final List<Observations> pieces;
  private final int rows;

  private ObservationFile(String name, List<Observations> pieces, int rows) {
    this.name = name;
    this.pieces = pieces;
    this.rows = rows;
  }

  /** Full pieces, counted from the first that ever was: from the one up to the other. */
  record Range(long from, long to) {
    String name() {
      return "observations-%s-%s.bin".formatted(from, to);
    }
  }

  static ObservationFile of(Range range, List<Observations> pieces, int rows) {
    return new ObservationFile(range.name(), pieces, rows);
  }

  static ObservationFile last(Observations piece, int rows) {
    return new ObservationFile(LAST, List.of(piece), rows);
  }

  static ObservationFile there(Range range) {
    return new ObservationFile(range.name(), List.of(), 0);
  }

  /** The pieces that files of these names hold, the earliest first. */
  static List<Range> ranges(Collection<String> names) {
    return names.stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(name -> new Range(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
        .sorted(Comparator.comparingLong(Range::from).thenComparingLong(Range::to))
        .toList();
  }

  /** Its name, in whichever directory. */
  public String name() {
    return name;
  }

  /** Whether it was written before, as it is. */
  public boolean isThere() {
    return pieces.isEmpty();
  }

  /** Writes it. */
  public void writeTo(OutputStream out) throws IOException {
    for (Observations piece : pieces) {
      piece.writeRows(rows, out);
    }
  }

  /**
   * Reads the files of a snapshot.
   *
   * @param first the first piece that is wanted, counted from the first that ever was
   * @param full how many full pieces are wanted
   * @param rows of a full piece
   * @param lastRows of the piece after them
   * @param target is filled, by its place among those that are wanted
   */
  static void readAll(
      Path directory,
      long first,
      int full,
      int rows,
      int lastRows,
      IntFunction<Observations> target)
      throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(directory)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    long at = first;
    for (Range range : ranges(names)) {
      if (range.from() <= at && range.to() > at && range.to() <= first + full) {
        try (DataInputStream in = open(directory.resolve(range.name()))) {
          in.skipNBytes((at - range.from()) * target.apply(0).memory(rows));
          for (; at < range.to(); at++) {
            target.apply((int) (at - first)).readRows(rows, in);
          }
        }
      }
    }
    if (at < first + full) {
      throw new IOException(
          "observations are missing in %s: of %d pieces from the %dth on there are %d"
              .formatted(directory, full, first, at - first));
    }
    if (lastRows > 0) {
      try (DataInputStream in = open(directory.resolve(LAST))) {
        target.apply(full).readRows(lastRows, in);
      }
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }
}
