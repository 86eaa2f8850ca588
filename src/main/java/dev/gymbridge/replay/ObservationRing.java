package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Observations in the order in which they came, kept until they are let go from the oldest on.
 *
 * <p>An observation is known by its number, which counts up and wraps around. Memory is taken and
 * reused in pieces, so that it follows what is kept, whatever the length of the episodes.
 */
final class ObservationRing implements Stateful {
  private static final int PIECE_NUMBERS = 1 << 18;
  private static final int MOST_ROWS = 1 << 12;

  private final int size;
  private final boolean bytes;
  private final int rows; // of a piece
  private @Nullable Observations[] pieces = new Observations[8]; // a ring, length a power of two
  private int firstPiece; // its place in the ring
  private long released; // pieces that were let go before the first one
  private int firstNumber; // of the first row of the first piece
  private int count; // rows from there on
  private @Nullable Observations spare; // the piece that was emptied last
  private final AtomicInteger snapshots = new AtomicInteger(); // that still need their pieces

  ObservationRing(int size, boolean bytes) {
    this.size = size;
    this.bytes = bytes;
    rows = Math.max(1, Math.min(MOST_ROWS, PIECE_NUMBERS / size));
  }

  int firstNumber() {
    return firstNumber;
  }

  /** Observations from the first on. */
  int count() {
    return count;
  }

  /** The number that the next observation will have. */
  int nextNumber() {
    return firstNumber + count;
  }

  /** Whether an observation has not been let go. */
  boolean holds(int number) {
    return number - firstNumber >= 0 && number - nextNumber() < 0;
  }

  /** Keeps a copy of one row; returns its number. */
  int add(Observations from, int row) {
    int place = count % rows;
    from.copyRow(row, pieceFor(count), place);
    return firstNumber + count++;
  }

  /** The piece of the row that lies so far behind the first one; it is made where it is missing. */
  private Observations pieceFor(int offset) {
    int piece = offset / rows;
    if (piece == pieces.length) {
      grow();
    }
    int place = place(piece);
    Observations made = pieces[place];
    if (made == null) {
      made = spare != null ? spare : makePiece();
      spare = null;
      pieces[place] = made;
    }
    return made;
  }

  private Observations makePiece() {
    return bytes ? Observations.ofBytes(rows, size) : Observations.ofFloats(rows, size);
  }

  private int place(int piece) {
    return (firstPiece + piece) & (pieces.length - 1);
  }

  private void grow() {
    Observations[] larger = new Observations[2 * pieces.length];
    for (int piece = 0; piece < pieces.length; piece++) {
      larger[piece] = pieces[place(piece)];
    }
    pieces = larger;
    firstPiece = 0;
  }

  /** Copies an observation to a row. */
  void copy(int number, Observations to, int row) {
    int offset = offset(number);
    pieceFor(offset).copyRow(offset % rows, to, row);
  }

  /** Whether an observation is the same as that of a row. */
  boolean isSame(int number, Observations as, int row) {
    int offset = offset(number);
    return pieceFor(offset).sameRow(offset % rows, as, row);
  }

  private int offset(int number) {
    if (!holds(number)) {
      throw new IllegalStateException("observation " + number + " was let go");
    }
    return number - firstNumber;
  }

  /** Lets go of the observations before this one, by pieces. */
  void releaseBefore(int number) {
    while (number - firstNumber >= rows) {
      spare = snapshots.get() == 0 ? pieces[firstPiece] : null;
      pieces[firstPiece] = null;
      firstPiece = place(1);
      firstNumber += rows;
      released++;
      count -= rows;
    }
  }

  void clear() {
    Arrays.fill(pieces, null);
    spare = null;
    firstPiece = 0;
    released = 0;
    firstNumber = 0;
    count = 0;
  }

  /** Memory taken, in bytes. */
  long memory() {
    long made = Arrays.stream(pieces).filter(piece -> piece != null).count();
    return (made + (spare == null ? 0 : 1)) * rows * size * (bytes ? 1 : Float.BYTES);
  }

  /** What is kept now; it shares its memory with the ring, which leaves it alone meanwhile. */
  ObservationSnapshot snapshot() {
    List<Observations> kept = new ArrayList<>();
    for (int piece = 0; piece * rows < count; piece++) {
      kept.add(pieceFor(piece * rows));
    }
    snapshots.incrementAndGet();
    return new ObservationSnapshot(released, kept, rows, count % rows, snapshots::decrementAndGet);
  }

  /** Writes how much is kept; the observations themselves are in the files of a snapshot. */
  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(released);
    out.writeInt(firstNumber);
    out.writeInt(count);
  }

  @Override
  public void read(DataInput in) throws IOException {
    clear();
    released = in.readLong();
    firstNumber = in.readInt();
    count = in.readInt();
    if (released < 0 || count < 0) {
      throw new IOException("the observations that were written contradict themselves");
    }
  }

  /** Reads the observations of which {@link #read} has said how many there are. */
  void readFiles(Path directory) throws IOException {
    ObservationFile.readAll(
        directory, released, count / rows, rows, count % rows, piece -> pieceFor(piece * rows));
  }
}
