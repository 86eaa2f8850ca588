package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The leaves of a value, one after another; nothing is allocated that no bytes stand for. */
final class LeafReader {
  /** More parts of no bytes are taken for a broken message. */
  static final int MAX_EMPTY_PARTS = 1 << 20;

  private final List<ByteString> leaves;
  private int next;
  private long emptyParts;

  LeafReader(List<ByteString> leaves) {
    this.leaves = leaves;
  }

  ByteString leaf(String what) {
    if (next == leaves.size()) {
      throw new MalformedMessageException(
          "a value has only %d leaves; the next should be %s".formatted(next, what));
    }
    return leaves.get(next++);
  }

  /**
   * A leaf of n int32.
   *
   * @param least the least allowed
   * @param greatest the greatest allowed
   */
  int[] ints(String what, int n, int least, int greatest) {
    ByteString leaf = leaf(what);
    if (leaf.size() != 4L * n) {
      throw new MalformedMessageException(
          "leaf %d, %s, must have %d bytes, got %d".formatted(next - 1, what, 4L * n, leaf.size()));
    }
    ByteBuffer bytes = leaf.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int[] ints = new int[n];
    for (int i = 0; i < n; i++) {
      ints[i] = bytes.getInt();
      if (ints[i] < least || ints[i] > greatest) {
        throw new MalformedMessageException(
            "leaf %d, %s, must be in [%d, %d], got %d"
                .formatted(next - 1, what, least, greatest, ints[i]));
      }
    }
    return ints;
  }

  /** A leaf of n lengths, each at least 0, whose sum is an int. */
  int[] lengths(String what, int n) {
    int[] lengths = ints(what, n, 0, Integer.MAX_VALUE);
    sum(what, lengths);
    return lengths;
  }

  /**
   * Counts parts of values for which no bytes stand.
   *
   * @param values how many values have them
   * @param emptyParts how many each of them has
   */
  void countEmpty(int values, long emptyParts) {
    this.emptyParts += values * emptyParts;
    if (this.emptyParts > MAX_EMPTY_PARTS) {
      throw new MalformedMessageException(
          "a value must have at most %d parts of no bytes, got %d"
              .formatted(MAX_EMPTY_PARTS, this.emptyParts));
    }
  }

  /** The sum of those lengths that are above 0. */
  static int sum(String what, int[] lengths) {
    long sum = 0;
    for (int length : lengths) {
      sum += Math.max(0, length);
    }
    if (sum > Integer.MAX_VALUE) {
      throw new MalformedMessageException(
          "%s must sum to at most %d, got %d".formatted(what, Integer.MAX_VALUE, sum));
    }
    return (int) sum;
  }

  void requireEnd() {
    if (next < leaves.size()) {
      throw new MalformedMessageException(
          "a value must have %d leaves, got %d".formatted(next, leaves.size()));
    }
  }
}
