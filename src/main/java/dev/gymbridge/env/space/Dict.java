package dev.gymbridge.env.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One value of each of several named spaces.
 *
 * <pre>{@code
 * Dict.of("position", Box.of(-1, 1, DType.FLOAT32, 3), "gear", new Discrete(5));
 * }</pre>
 *
 * <p>Keys keep the order in which they were given; Gymnasium, unless told otherwise, sorts them.
 * Two dicts are equal only if the order is the same, since flattened values follow it.
 *
 * @param spaces by key, in order; may be empty
 */
public record Dict(Map<String, Space> spaces) implements Space {
  public Dict {
    spaces = Collections.unmodifiableMap(new LinkedHashMap<>(spaces));
  }

  /** A dict of one key. */
  public static Dict of(String key, Space space) {
    return new Dict(Map.of(key, space));
  }

  /**
   * A dict of two keys, in this order.
   *
   * @throws IllegalArgumentException if the keys are the same
   */
  public static Dict of(String key1, Space space1, String key2, Space space2) {
    if (key1.equals(key2)) {
      throw new IllegalArgumentException("keys must differ, got \"%s\" twice".formatted(key1));
    }
    Map<String, Space> spaces = new LinkedHashMap<>();
    spaces.put(key1, space1);
    spaces.put(key2, space2);
    return new Dict(spaces);
  }

  /** The same without its keys. */
  Tuple tuple() {
    return new Tuple(List.copyOf(spaces.values()));
  }

  /**
   * The values of a dict value, in the key order of this space, which need not be its own.
   *
   * @throws IllegalArgumentException if it is something else
   */
  TupleValue tuple(Value value) {
    Map<String, Value> values = Values.cast(this, DictValue.class, value).values();
    if (!values.keySet().equals(spaces.keySet())) {
      throw new IllegalArgumentException(
          "a value of %s has the keys %s, got %s"
              .formatted(this, spaces.keySet(), values.keySet()));
    }
    List<Value> ordered = new ArrayList<>(values.size());
    // By entry of the space: every key was just found to be there.
    spaces.forEach((key, space) -> ordered.add(java.util.Objects.requireNonNull(values.get(key))));
    return new TupleValue(ordered);
  }

  /** The inverse of {@link #tuple(Value)}. */
  DictValue named(List<Value> values) {
    Map<String, Value> named = new LinkedHashMap<>();
    int i = 0;
    for (String key : spaces.keySet()) {
      named.put(key, values.get(i++));
    }
    return new DictValue(named);
  }

  @Override
  public DictValue sample(RandomGenerator random) {
    return named(tuple().sample(random).values());
  }

  @Override
  public boolean contains(Value value) {
    return value instanceof DictValue dict
        && dict.values().keySet().equals(spaces.keySet())
        && tuple().contains(tuple(dict));
  }

  /** The sum over the spaces: one value after another, in key order. */
  @Override
  public int flatSize() {
    return Values.flatSize(this, spaces.values().stream().mapToLong(Space::flatSize).sum());
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    tuple().flatten(tuple(value), target, offset);
  }

  @Override
  public DictValue unflatten(float[] source, int offset) {
    return named(tuple().unflatten(source, offset).values());
  }

  /**
   * {@code Dict} of the batches, in the same order.
   *
   * <p>Gymnasium sorts the keys here if the space was made with an OrderedDict.
   */
  @Override
  public Dict batch(int n) {
    Values.requireBatchSize(n);
    Map<String, Space> batches = new LinkedHashMap<>();
    spaces.forEach((key, space) -> batches.put(key, space.batch(n)));
    return new Dict(batches);
  }

  /** The same spaces at the same keys in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Dict that
        && List.copyOf(spaces.entrySet()).equals(List.copyOf(that.spaces.entrySet()));
  }

  @Override
  public int hashCode() {
    return spaces.hashCode();
  }

  /** As Gymnasium writes it: {@code Dict('gear': Discrete(5), 'on': Discrete(2))}. */
  @Override
  public String toString() {
    return spaces.entrySet().stream()
        .map(entry -> "'%s': %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "Dict(", ")"));
  }
}
