package dev.gymbridge.env.space;

import java.util.List;

/**
 * A value of {@link Tuple}.
 *
 * @param values one for each space of the tuple, in order
 */
public record TupleValue(List<Value> values) implements Value {
  public TupleValue {
    values = List.copyOf(values);
  }
}
