package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A value of exactly one of several spaces, and which.
 *
 * @param spaces the alternatives, in order; at least one
 */
public record OneOf(List<Space> spaces) implements Space {
  /**
   * A choice.
   *
   * @throws IllegalArgumentException if there are no alternatives
   */
  public OneOf {
    spaces = List.copyOf(spaces);
    if (spaces.isEmpty()) {
      throw new IllegalArgumentException("a OneOf must have at least 1 space, got none");
    }
  }

  /** A choice of the spaces. */
  public static OneOf of(Space... spaces) {
    return new OneOf(List.of(spaces));
  }

  @Override
  public OneOfValue sample(RandomGenerator random) {
    int index = random.nextInt(spaces.size());
    return new OneOfValue(index, spaces.get(index).sample(random));
  }

  @Override
  public boolean contains(Value value) {
    return value instanceof OneOfValue chosen
        && chosen.index() >= 0
        && chosen.index() < spaces.size()
        && spaces.get(chosen.index()).contains(chosen.value());
  }

  /**
   * 1 and the largest of the spaces: the index, the flattened value, and its first float again as
   * often as it falls short.
   */
  @Override
  public int flatSize() {
    return Values.flatSize(
        this, 1 + spaces.stream().mapToLong(Space::flatSize).max().orElseThrow());
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    OneOfValue chosen = chosen(value);
    Space space = spaces.get(chosen.index());
    target[offset] = chosen.index();
    space.flatten(chosen.value(), target, offset + 1);
    int used = space.flatSize();
    float padding = used == 0 ? 0 : target[offset + 1];
    Arrays.fill(target, offset + 1 + used, offset + flatSize(), padding);
  }

  /**
   * The value as a choice among these spaces.
   *
   * @throws IllegalArgumentException if it is something else
   */
  OneOfValue chosen(Value value) {
    OneOfValue chosen = Values.cast(this, OneOfValue.class, value);
    requireIndex(chosen.index());
    return chosen;
  }

  private void requireIndex(float index) {
    if (!(index >= 0 && index < spaces.size())) {
      throw new IllegalArgumentException(
          "the index into %s must be in [0, %d], got %s".formatted(this, spaces.size() - 1, index));
    }
  }

  @Override
  public OneOfValue unflatten(float[] source, int offset) {
    requireIndex(source[offset]);
    int index = (int) source[offset];
    return new OneOfValue(index, spaces.get(index).unflatten(source, offset + 1));
  }

  /** {@code Tuple} of n. */
  @Override
  public Tuple batch(int n) {
    return Tuple.repeat(this, n);
  }

  /** As Gymnasium writes it: {@code OneOf(Discrete(2), Discrete(3))}. */
  @Override
  public String toString() {
    return spaces.stream().map(Space::toString).collect(Collectors.joining(", ", "OneOf(", ")"));
  }
}
