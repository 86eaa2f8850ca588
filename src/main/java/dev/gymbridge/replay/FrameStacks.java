package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Observations that may be frames one after another, the oldest first, each frame kept once.
 *
 * <p>An observation is known by its newest frame, and each frame knows the one before it. The first
 * of an episode comes before itself: stacks mostly begin with copies of it. Whether an observation
 * is the one before it, shifted by a frame, is found by comparing the frames; where it is not, all
 * its frames are kept.
 */
final class FrameStacks implements Stateful {
  private final ObservationRing ring; // of frames
  private final int frames; // of an observation
  private int[] back = new int[1]; // by number, a ring: how far back the frame before it lies

  FrameStacks(ObservationRing ring, int frames) {
    this.ring = ring;
    this.frames = frames;
  }

  /** Keeps a copy of one row; returns its number. */
  int add(Observations from, int row) {
    Observations parts = from.inParts(frames);
    int first = row * frames;
    int number = addFrame(parts, first, ring.nextNumber());
    for (int part = first + 1; part < first + frames; part++) {
      if (!isFirst(number) || !ring.isSame(number, parts, part)) {
        number = addFrame(parts, part, number);
      }
    }
    return number;
  }

  /**
   * Keeps a copy of one row, or of its newest frame.
   *
   * @param before the number of the observation before it in its episode
   * @return its number
   */
  int addAfter(int before, Observations from, int row) {
    Observations parts = from.inParts(frames);
    int newest = (row + 1) * frames - 1;
    int number = before;
    for (int part = newest - 1; part >= row * frames; part--) {
      if (!ring.isSame(number, parts, part)) {
        return add(from, row);
      }
      number = frameBefore(number);
    }
    return addFrame(parts, newest, before);
  }

  private int addFrame(Observations parts, int part, int before) {
    int number = ring.add(parts, part);
    if (frames > 1) {
      makeRoom();
      back[place(number)] = number - before;
    }
    return number;
  }

  private void makeRoom() {
    int length = back.length;
    while (length < ring.count()) {
      length *= 2;
    }
    if (length > back.length) {
      int[] kept = kept();
      back = new int[length];
      keep(kept);
    }
  }

  private boolean isFirst(int number) {
    return back[place(number)] == 0;
  }

  private int frameBefore(int number) {
    return number - back[place(number)];
  }

  private int place(int number) {
    return number & (back.length - 1);
  }

  /** Whether all frames of an observation are there. */
  boolean holds(int number) {
    int frame = number;
    for (int part = 0; part < frames; part++) {
      if (!ring.holds(frame)) {
        return false;
      }
      frame = frameBefore(frame);
    }
    return true;
  }

  /** Copies an observation to a row. */
  void copy(int number, Observations to, int row) {
    if (frames == 1) {
      ring.copy(number, to, row);
      return;
    }
    Observations parts = to.inParts(frames);
    int frame = number;
    for (int part = (row + 1) * frames - 1; part >= row * frames; part--) {
      ring.copy(frame, parts, part);
      frame = frameBefore(frame);
    }
  }

  private int[] kept() {
    int[] kept = new int[ring.count()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = back[place(ring.firstNumber() + i)];
    }
    return kept;
  }

  private void keep(int[] kept) {
    for (int i = 0; i < kept.length; i++) {
      back[place(ring.firstNumber() + i)] = kept[i];
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ring.write(out);
    if (frames > 1) {
      Columns.write(out, kept(), ring.count());
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    ring.read(in);
    if (frames > 1) {
      int[] kept = new int[ring.count()];
      Columns.read(in, kept, kept.length);
      makeRoom();
      keep(kept);
    }
  }
}
