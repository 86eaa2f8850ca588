package dev.gymbridge.env;

import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a space to a value of its {@link Space#batch}, and back. */
final class Batching {
  private Batching() {}

  /**
   * One batch of values.
   *
   * @param values of {@code space}, at least one
   * @throws IllegalArgumentException if they are of several kinds, dtypes or shapes
   */
  static Value stack(Space space, List<? extends Value> values) {
    if (space instanceof Tuple tuple) {
      List<Value> parts = new ArrayList<>();
      for (int k = 0; k < tuple.spaces().size(); k++) {
        int part = k;
        parts.add(stack(tuple.spaces().get(k), parts(values, v -> tupleOf(v).get(part))));
      }
      return new TupleValue(parts);
    }
    if (space instanceof Dict dict) {
      Map<String, Value> parts = new LinkedHashMap<>();
      dict.spaces()
          .forEach((key, part) -> parts.put(key, stack(part, parts(values, v -> get(v, key)))));
      return new DictValue(parts);
    }
    return values.stream().allMatch(NdArray.class::isInstance)
        ? stack(values.stream().map(NdArray.class::cast).toList())
        : new TupleValue(List.copyOf(values));
  }

  private static List<Value> parts(
      List<? extends Value> values, java.util.function.Function<Value, Value> part) {
    return values.stream().map(value -> part.apply(value)).toList();
  }

  /** Arrays of one dtype and shape, in a new leading dimension. */
  static NdArray stack(List<NdArray> arrays) {
    NdArray first = arrays.get(0);
    int[] shape = first.shape();
    DType dtype = first.dtype();
    ByteBuffer bytes = ByteBuffer.allocate(arrays.size() * first.size() * dtype.bytes());
    for (NdArray array : arrays) {
      if (array.dtype() != dtype || !Arrays.equals(array.shape(), shape)) {
        throw new IllegalArgumentException(
            "arrays of one batch must have the same dtype and shape, got %s%s and %s%s"
                .formatted(
                    dtype, Arrays.toString(shape), array.dtype(), Arrays.toString(array.shape())));
      }
      bytes.put(array.bytes());
    }
    int[] batchShape = new int[shape.length + 1];
    batchShape[0] = arrays.size();
    System.arraycopy(shape, 0, batchShape, 1, shape.length);
    return NdArray.wrap(dtype, bytes.flip(), batchShape);
  }

  /**
   * Value {@code i} of a batch.
   *
   * @throws IllegalArgumentException if this is no batch of {@code n} values of the space
   */
  static Value unstack(Space space, Value batch, int n, int i) {
    if (space instanceof Tuple tuple && batch instanceof TupleValue value) {
      requireSize(tuple.spaces().size(), value.values().size());
      List<Value> parts = new ArrayList<>();
      for (int k = 0; k < value.values().size(); k++) {
        parts.add(unstack(tuple.spaces().get(k), value.values().get(k), n, i));
      }
      return new TupleValue(parts);
    }
    if (space instanceof Dict dict && batch instanceof DictValue) {
      Map<String, Value> parts = new LinkedHashMap<>();
      dict.spaces().forEach((key, part) -> parts.put(key, unstack(part, get(batch, key), n, i)));
      return new DictValue(parts);
    }
    if (batch instanceof NdArray array && array.shape().length > 0) {
      requireSize(n, array.shape()[0]);
      return array.row(i);
    }
    List<Value> values = tupleOf(batch);
    requireSize(n, values.size());
    return values.get(i);
  }

  private static void requireSize(int expected, int actual) {
    if (actual != expected) {
      throw new IllegalArgumentException("expected %d values, got %d".formatted(expected, actual));
    }
  }

  private static List<Value> tupleOf(Value value) {
    if (value instanceof TupleValue tuple) {
      return tuple.values();
    }
    throw new IllegalArgumentException("expected a tuple, got " + value);
  }

  private static Value get(Value value, String key) {
    Value part = value instanceof DictValue dict ? dict.values().get(key) : null;
    if (part == null) {
      throw new IllegalArgumentException(
          "expected a dict with key \"%s\", got %s".formatted(key, value));
    }
    return part;
  }
}
