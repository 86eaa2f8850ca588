package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A part of a run that changes, and can say how it stands. A checkpoint is the walk over all of
 * them.
 */
public interface Stateful {
  /** Writes all that {@link #read} needs to bring the same state back. */
  void write(DataOutput out) throws IOException;

  /**
   * Takes on the state that {@link #write} wrote.
   *
   * @throws IOException if it ends early, contradicts itself, or does not fit
   */
  void read(DataInput in) throws IOException;
}
