package dev.gymbridge.dqn;

import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * The random numbers of {@link java.util.SplittableRandom}, whose state can be kept: one long.
 *
 * <p>Source: Steele, Lea and Flood 2014, SplitMix.
 */
final class RandomStream implements RandomGenerator, Stateful {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private long state;

  RandomStream(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    long mixed = state += STEP;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public int nextInt() {
    long mixed = state += STEP;
    mixed = (mixed ^ (mixed >>> 33)) * 0x62a9d9ed799705f5L;
    return (int) (((mixed ^ (mixed >>> 28)) * 0xcb24d0a5c88c35b3L) >>> 32);
  }

  /** The seed of something that makes its own random numbers, in [0, 2^31). */
  long nextSeed() {
    return nextLong() >>> 33;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(state);
  }

  @Override
  public void read(DataInput in) throws IOException {
    state = in.readLong();
  }
}
