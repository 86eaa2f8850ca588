package dev.gymbridge.env.space;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Any number of values of one space.
 *
 * @param element the space of each
 * @param stacked whether Python sees one batch rather than a tuple; in Java both are a {@link
 *     SequenceValue}
 */
public record Sequence(Space element, boolean stacked) implements Space {
  /** Sequences that Python sees as tuples. */
  public Sequence(Space element) {
    this(element, false);
  }

  /** One value or more; the number is geometric with mean 4, as Gymnasium's. */
  @Override
  public SequenceValue sample(RandomGenerator random) {
    List<Value> elements = new ArrayList<>();
    do {
      elements.add(element.sample(random));
    } while (random.nextDouble() >= 0.25);
    return new SequenceValue(elements);
  }

  @Override
  public boolean contains(Value value) {
    return value instanceof SequenceValue sequence
        && sequence.elements().stream().allMatch(element::contains);
  }

  @Override
  public int flatSize() {
    throw Values.variableSize(this);
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    throw Values.variableSize(this);
  }

  @Override
  public Value unflatten(float[] source, int offset) {
    throw Values.variableSize(this);
  }

  /** {@code Tuple} of n. */
  @Override
  public Tuple batch(int n) {
    return Tuple.repeat(this, n);
  }

  /** As Gymnasium writes it: {@code Sequence(Discrete(2), stack=False)}. */
  @Override
  public String toString() {
    return "Sequence(%s, stack=%s)".formatted(element, stacked ? "True" : "False");
  }
}
