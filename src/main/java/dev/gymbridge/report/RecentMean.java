package dev.gymbridge.report;

/** Mean of the last so many values; written by one thread, read by another. */
final class RecentMean {
  private final double[] values;
  private long count;
  private volatile double mean = Double.NaN;

  RecentMean(int size) {
    values = new double[size];
  }

  void add(double value) {
    values[(int) (count++ % values.length)] = value;
    int n = (int) Math.min(count, values.length);
    double sum = 0; // anew each time: a running sum would gather rounding errors
    for (int i = 0; i < n; i++) {
      sum += values[i];
    }
    mean = sum / n;
  }

  /** NaN before the first value. */
  double mean() {
    return mean;
  }
}
