package dev.gymbridge.env.space;

import java.util.random.RandomGenerator;

/**
 * What an observation or an action may be: one of Gymnasium's ten spaces.
 *
 * <pre>{@code
 * Space actions = new Discrete(2);
 * Value action = actions.sample(new SplittableRandom(7));
 * actions.contains(action); // true
 * }</pre>
 */
public sealed interface Space
    permits Box, Discrete, MultiDiscrete, MultiBinary, Text, Tuple, Dict, Sequence, Graph, OneOf {

  /** A random value of this space; the same generator state gives the same value. */
  Value sample(RandomGenerator random);

  /** Whether {@code value} lies in this space: its kind, dtype, shape and bounds. */
  boolean contains(Value value);

  /**
   * The number of floats of a flattened value, as {@code gymnasium.spaces.flatdim} counts them:
   * {@link Discrete} is one-hot.
   *
   * @throws UnsupportedOperationException if values of this space differ in size (Sequence, Graph)
   */
  int flatSize();

  /**
   * Writes {@link #flatSize()} floats for {@code value} to {@code target}, from {@code offset} on.
   *
   * @throws UnsupportedOperationException if values of this space differ in size
   */
  void flatten(Value value, float[] target, int offset);

  /** The inverse of {@link #flatten}. */
  Value unflatten(float[] source, int offset);

  /**
   * The space of {@code n} values of this space, as {@code gymnasium.vector.utils.batch_space}
   * makes it: arrays gain a leading dimension; spaces whose values differ in size become a {@link
   * Tuple}.
   */
  Space batch(int n);

  /**
   * Writes the {@code n} values of a batch flattened to {@code target}, [n, flatSize()].
   *
   * @param batch a value of {@code batch(n)}
   * @throws IllegalArgumentException if it is not, or the target is too short
   * @throws UnsupportedOperationException if values of this space differ in size
   */
  default void flattenBatch(Value batch, int n, float[] target) {
    BatchFlattener.flatten(this, batch, n, target);
  }
}
