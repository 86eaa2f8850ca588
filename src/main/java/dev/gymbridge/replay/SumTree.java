package dev.gymbridge.replay;

/**
 * Numbers of at least 0 whose sum is known, and in which the one can be found where a running sum
 * reaches a value: both in log2(n) steps.
 *
 * <p>A sum is always that of its two halves, added anew, so that rounding errors do not gather.
 */
final class SumTree {
  private final int leaves; // a power of two
  private final double[] sums; // [2 * leaves]; the root is 1, the children of i are 2i and 2i + 1

  SumTree(int size) {
    leaves = size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    sums = new double[2 * leaves];
  }

  double get(int index) {
    return sums[leaves + index];
  }

  void set(int index, double value) {
    int node = leaves + index;
    sums[node] = value;
    for (node >>= 1; node >= 1; node >>= 1) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  double sum() {
    return sums[1];
  }

  /**
   * The first index at which the sum up to and with it is above {@code value}; never one of 0.
   *
   * @param value in [0, sum)
   */
  int find(double value) {
    double left = value;
    int node = 1;
    while (node < leaves) {
      node *= 2;
      // Rounding may lead past the last number; where nothing stands on the right, it is the left.
      if (left >= sums[node] && sums[node + 1] > 0) {
        left -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }
}
