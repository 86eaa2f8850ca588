package dev.gymbridge.env.space;

import java.util.random.RandomGenerator;

/** Stand-in, replaced by the whole space. */
public record MultiDiscrete(NdArray nvec, NdArray start, DType dtype) implements Space {
  private static UnsupportedOperationException absent() {
    return new UnsupportedOperationException("stand-in");
  }

  @Override
  public Value sample(RandomGenerator random) {
    throw absent();
  }

  @Override
  public boolean contains(Value value) {
    throw absent();
  }

  @Override
  public int flatSize() {
    throw absent();
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    throw absent();
  }

  @Override
  public Value unflatten(float[] source, int offset) {
    throw absent();
  }

  @Override
  public Space batch(int n) {
    throw absent();
  }

  @Override
  public void flattenBatch(Value batch, int n, float[] target) {
    throw absent();
  }
}
