package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.random.RandomGenerator;

/** Every transition is as likely as any other, and counts 1. */
final class UniformSampler implements Sampler {
  @Override
  public void added(int place) {}

  @Override
  public void sample(int size, double beta, RandomGenerator random, int[] places, float[] weights) {
    for (int i = 0; i < places.length; i++) {
      places[i] = random.nextInt(size);
      weights[i] = 1;
    }
  }

  @Override
  public void update(int[] places, float[] surprises) {}

  @Override
  public void write(DataOutput out) {}

  @Override
  public void read(DataInput in) {}
}
