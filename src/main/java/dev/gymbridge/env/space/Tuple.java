package dev.gymbridge.env.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One value of each of several spaces.
 *
 * @param spaces in order; may be empty
 */
public record Tuple(List<Space> spaces) implements Space {
  public Tuple {
    spaces = List.copyOf(spaces);
  }

  /** A tuple of the spaces. */
  public static Tuple of(Space... spaces) {
    return new Tuple(List.of(spaces));
  }

  /** A batch of a space whose values differ in size. */
  static Tuple repeat(Space space, int n) {
    Values.requireBatchSize(n);
    return new Tuple(Collections.nCopies(n, space));
  }

  @Override
  public TupleValue sample(RandomGenerator random) {
    // Not a parallel-able stream: the order of drawing is part of being reproducible.
    List<Value> values = new ArrayList<>(spaces.size());
    for (Space space : spaces) {
      values.add(space.sample(random));
    }
    return new TupleValue(values);
  }

  @Override
  public boolean contains(Value value) {
    return value instanceof TupleValue tuple
        && tuple.values().size() == spaces.size()
        && IntStream.range(0, spaces.size())
            .allMatch(i -> spaces.get(i).contains(tuple.values().get(i)));
  }

  /** The sum over the spaces: one value after another. */
  @Override
  public int flatSize() {
    return Values.flatSize(this, spaces.stream().mapToLong(Space::flatSize).sum());
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    List<Value> values = values(value);
    int place = offset;
    for (int i = 0; i < spaces.size(); i++) {
      spaces.get(i).flatten(values.get(i), target, place);
      place += spaces.get(i).flatSize();
    }
  }

  /**
   * The values of a tuple value with one for each space.
   *
   * @throws IllegalArgumentException if it is something else
   */
  List<Value> values(Value value) {
    List<Value> values = Values.cast(this, TupleValue.class, value).values();
    if (values.size() != spaces.size()) {
      throw new IllegalArgumentException(
          "a value of %s has %d parts, got %d".formatted(this, spaces.size(), values.size()));
    }
    return values;
  }

  @Override
  public TupleValue unflatten(float[] source, int offset) {
    List<Value> values = new ArrayList<>(spaces.size());
    int place = offset;
    for (Space space : spaces) {
      values.add(space.unflatten(source, place));
      place += space.flatSize();
    }
    return new TupleValue(values);
  }

  /** {@code Tuple} of the batches. */
  @Override
  public Tuple batch(int n) {
    Values.requireBatchSize(n);
    return new Tuple(spaces.stream().map(space -> space.batch(n)).toList());
  }

  /** As Gymnasium writes it: {@code Tuple(Discrete(2), Discrete(3))}. */
  @Override
  public String toString() {
    return spaces.stream().map(Space::toString).collect(Collectors.joining(", ", "Tuple(", ")"));
  }
}
