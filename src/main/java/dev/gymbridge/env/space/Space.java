package dev.gymbridge.env.space;

import java.util.List;
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
   * @throws UnsupportedOperationException if values of this space differ in size (Sequence, Graph),
   *     or would not fit an array
   */
  int flatSize();

  /**
   * Writes {@link #flatSize()} floats for {@code value} to {@code target}, from {@code offset} on.
   *
   * @throws IllegalArgumentException if the value is not of this space
   * @throws UnsupportedOperationException if values of this space differ in size
   */
  void flatten(Value value, float[] target, int offset);

  /**
   * The inverse of {@link #flatten}, as far as floats can hold the value.
   *
   * @throws IllegalArgumentException if the floats are those of no value
   */
  Value unflatten(float[] source, int offset);

  /**
   * The space of {@code n} values of this space, as {@code gymnasium.vector.utils.batch_space}
   * makes it: arrays gain a leading dimension; spaces whose values differ in size become a {@link
   * Tuple}.
   */
  Space batch(int n);

  /**
   * Puts values of this space together to one value of its {@link #batch}.
   *
   * <p>Also of none: to the arrays of no rows, or the tuple of no values.
   *
   * @throws IllegalArgumentException if one is not of this kind and shape
   */
  default Value stack(List<? extends Value> values) {
    return Batches.stack(this, values);
  }

  /**
   * Takes the {@code n} values of a batch apart, sharing its memory: the inverse of {@link #stack}.
   *
   * @param batch a value of {@code batch(n)}
   * @throws IllegalArgumentException if it is not
   */
  default List<Value> unstack(Value batch, int n) {
    return Batches.unstack(this, batch, n);
  }

  /**
   * Values {@code from} to {@code to - 1} of a batch, as a batch that shares its memory.
   *
   * @param batch a value of {@code batch(n)}, n at least {@code to}
   * @throws IllegalArgumentException if it is not
   */
  default Value slice(Value batch, int from, int to) {
    return BatchRanges.slice(this, batch, from, to);
  }

  /**
   * Puts batches together to one, in order.
   *
   * @param batches at least one; one alone is returned as it is
   * @throws IllegalArgumentException if one is not a batch of this space
   */
  default Value concatenate(List<? extends Value> batches) {
    return BatchRanges.concatenate(this, batches);
  }

  /**
   * This space as a JSON object, such as {@code
   * {"type":"Discrete","n":2,"start":0,"dtype":"int64"}}.
   *
   * <p>An infinite bound is the string {@code "inf"} or {@code "-inf"}; a bound that is the same
   * everywhere is one number, another the flat array.
   */
  default String toJson() {
    return SpaceJson.of(this);
  }

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
