package dev.gymbridge.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
    update();
  }

  private int held() {
    return (int) Math.min(count, values.length);
  }

  private void update() {
    double sum = 0; // anew each time: a running sum would gather rounding errors
    for (int i = 0; i < held(); i++) {
      sum += values[i];
    }
    mean = sum / held();
  }

  /** NaN before the first value. */
  double mean() {
    return mean;
  }

  /** Writes the values, each at its place: another order of adding would round otherwise. */
  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    for (int i = 0; i < held(); i++) {
      out.writeDouble(values[i]);
    }
  }

  /** Takes on what {@link #write} wrote. */
  void read(DataInput in) throws IOException {
    count = in.readLong();
    for (int i = 0; i < held(); i++) {
      values[i] = in.readDouble();
    }
    update();
  }
}
