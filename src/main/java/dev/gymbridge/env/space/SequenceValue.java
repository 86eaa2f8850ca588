package dev.gymbridge.env.space;

import java.util.List;

/**
 * A value of {@link Sequence}, stacked or not.
 *
 * @param elements values of the element space; may be empty
 */
public record SequenceValue(List<Value> elements) implements Value {
  public SequenceValue {
    elements = List.copyOf(elements);
  }
}
