package dev.gymbridge.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The observations of a replay buffer as they were at a moment, to be written by whichever thread
 * while the buffer goes on. They are not copied: what the buffer lets go meanwhile stays until this
 * is closed.
 */
public final class ObservationSnapshot implements AutoCloseable {
  /** Of a file, so that little of it outlives what is kept. */
  private static final int MOST_BYTES = 1 << 24;

  private final long first;
  private final List<Observations> pieces;
  private final int rows;
  private final int lastRows;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A snapshot.
   *
   * @param first how many pieces came before the first of these
   * @param pieces of which all but perhaps the last are full
   * @param rows of a full piece
   * @param lastRows of the last piece, 0 where that is full too
   */
  ObservationSnapshot(
      long first, List<Observations> pieces, int rows, int lastRows, Runnable onClose) {
    this.first = first;
    this.pieces = pieces;
    this.rows = rows;
    this.lastRows = lastRows;
    this.onClose = onClose;
  }

  /**
   * The files in which all of it stands.
   *
   * @param before names of those in which an earlier snapshot stands; what full pieces they hold is
   *     not written again
   */
  public List<ObservationFile> files(Collection<String> before) {
    List<ObservationFile> files = new ArrayList<>();
    int full = pieces.size() - (lastRows > 0 ? 1 : 0);
    long end = first + full;
    long at = first;
    for (ObservationFile.Range range : ObservationFile.ranges(before)) {
      if (range.from() <= at && range.to() > at && range.to() <= end) {
        files.add(ObservationFile.there(range));
        at = range.to();
      }
    }
    while (at < end) {
      int from = (int) (at - first);
      int count = Math.max(1, MOST_BYTES / pieces.get(from).memory(rows));
      long to = Math.min(end, at + count);
      files.add(
          ObservationFile.of(
              new ObservationFile.Range(at, to), pieces.subList(from, (int) (to - first)), rows));
      at = to;
    }
    if (lastRows > 0) {
      files.add(ObservationFile.last(pieces.get(full), lastRows));
    }
    return files;
  }

  /** Lets the buffer use its memory again; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
