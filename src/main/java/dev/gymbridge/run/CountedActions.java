package dev.gymbridge.run;

import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Actions counted from 0. Those of a {@link MultiDiscrete} or {@link MultiBinary} space are counted
 * through, the last number fastest, while there are few of them.
 */
final class CountedActions {
  /** More action values than these are better learned in another way. */
  static final int MOST_ACTIONS = 1_000;

  private final Space space;
  private final @Nullable Parts parts;

  /** The numbers of one action: how many values each has, its first value, and how it is stored. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
  private record Parts(long[] counts, long[] starts, DType dtype, int[] shape) {
    long product() {
      long product = 1;
      for (long count : counts) {
        product = count <= 0 || product > MOST_ACTIONS ? Long.MAX_VALUE : product * count;
      }
      return product;
    }
  }

  private CountedActions(Space space, @Nullable Parts parts) {
    this.space = space;
    this.parts = parts;
  }

  /** Those of a space; one that cannot be counted is left as it is. */
  static CountedActions of(Space space) {
    Parts parts = parts(space);
    return parts == null || parts.product() > MOST_ACTIONS
        ? new CountedActions(space, null)
        : new CountedActions(new Discrete(parts.product()), parts);
  }

  private static @Nullable Parts parts(Space space) {
    if (space instanceof MultiDiscrete many) {
      return new Parts(longs(many.nvec()), longs(many.start()), many.dtype(), many.nvec().shape());
    }
    if (space instanceof MultiBinary bits) {
      int[] shape = bits.shape().stream().mapToInt(Integer::intValue).toArray();
      long[] counts = new long[bits.flatSize()];
      Arrays.fill(counts, 2);
      return new Parts(counts, new long[counts.length], DType.INT8, shape);
    }
    return null;
  }

  private static long[] longs(NdArray array) {
    return LongStream.range(0, array.size()).map(i -> array.getLong((int) i)).toArray();
  }

  /** Discrete where they can be counted, else as it was. */
  Space space() {
    return space;
  }

  boolean areSeveralNumbers() {
    return parts != null;
  }

  /** The environment's own action for a counted one. */
  Value one(Value counted) {
    return parts == null ? counted : numbers(parts, (NdArray) counted, parts.shape());
  }

  /** The environments' own actions for counted ones, [n]. */
  Value batch(Value counted) {
    if (parts == null) {
      return counted;
    }
    NdArray array = (NdArray) counted;
    int[] shape = new int[parts.shape().length + 1];
    shape[0] = array.size();
    System.arraycopy(parts.shape(), 0, shape, 1, parts.shape().length);
    return numbers(parts, array, shape);
  }

  private static NdArray numbers(Parts parts, NdArray counted, int[] shape) {
    int width = parts.counts().length;
    long[] numbers = new long[counted.size() * width];
    for (int i = 0; i < counted.size(); i++) {
      long left = counted.getLong(i);
      for (int k = width - 1; k >= 0; k--) {
        numbers[i * width + k] = parts.starts()[k] + left % parts.counts()[k];
        left /= parts.counts()[k];
      }
    }
    return NdArray.of(numbers, shape).asType(parts.dtype());
  }
}
