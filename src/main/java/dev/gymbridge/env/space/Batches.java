package dev.gymbridge.env.space;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Puts values together to a batch, and takes a batch apart. */
final class Batches {
  private Batches() {}

  static Value stack(Space space, List<? extends Value> values) {
    if (space instanceof Tuple tuple) {
      return stackColumns(tuple, values.stream().map(tuple::values).toList());
    }
    if (space instanceof Dict dict) {
      List<List<Value>> rows = values.stream().map(value -> dict.tuple(value).values()).toList();
      return dict.named(stackColumns(dict.tuple(), rows).values());
    }
    NdArray like = like(space);
    return like == null
        ? new TupleValue(new ArrayList<>(values))
        : stackArrays(space, like.dtype(), like.shape(), values);
  }

  static List<Value> unstack(Space space, Value batch, int n) {
    if (space instanceof Tuple tuple) {
      return unstackColumns(tuple, tuple.values(batch), n).stream()
          .<Value>map(TupleValue::new)
          .toList();
    }
    if (space instanceof Dict dict) {
      return unstackColumns(dict.tuple(), dict.tuple(batch).values(), n).stream()
          .<Value>map(dict::named)
          .toList();
    }
    NdArray like = like(space);
    return like == null ? tupleOf(space, batch, n) : rows(space, like, batch, n);
  }

  /** Any array of the dtype and shape of the space's values; null if they are no arrays. */
  private static @org.jspecify.annotations.Nullable NdArray like(Space space) {
    if (space instanceof Box box) {
      return box.low();
    }
    if (space instanceof Discrete discrete) {
      return NdArray.scalar(discrete.start()).asType(discrete.dtype());
    }
    if (space instanceof MultiDiscrete multiDiscrete) {
      return multiDiscrete.start().asType(multiDiscrete.dtype());
    }
    return space instanceof MultiBinary binary
        ? Elements.ofLongs(DType.INT8, binary.dimensions(), i -> 0)
        : null;
  }

  private static NdArray stackArrays(
      Space space, DType dtype, int[] shape, List<? extends Value> values) {
    int[] batchShape = Shapes.prepend(values.size(), shape);
    ByteBuffer bytes = NdArray.allocate(dtype, NdArray.sizeOf(batchShape));
    for (Value value : values) {
      bytes.put(Values.array(space, value, shape).asType(dtype).bytes());
    }
    return NdArray.wrap(dtype, bytes.flip(), batchShape);
  }

  private static TupleValue stackColumns(Tuple tuple, List<List<Value>> rows) {
    return new TupleValue(
        IntStream.range(0, tuple.spaces().size())
            .mapToObj(
                i -> tuple.spaces().get(i).stack(rows.stream().map(row -> row.get(i)).toList()))
            .toList());
  }

  private static List<List<Value>> unstackColumns(Tuple tuple, List<Value> columns, int n) {
    List<List<Value>> parts =
        IntStream.range(0, columns.size())
            .mapToObj(i -> tuple.spaces().get(i).unstack(columns.get(i), n))
            .toList();
    return IntStream.range(0, n)
        .mapToObj(i -> parts.stream().map(part -> part.get(i)).toList())
        .toList();
  }

  private static List<Value> rows(Space space, NdArray like, Value batch, int n) {
    NdArray array = Values.cast(space, NdArray.class, batch);
    if (!array.isBatchOf(like, n)) {
      throw Values.wrongShape(space, Shapes.prepend(n, like.shape()), array);
    }
    return IntStream.range(0, n).<Value>mapToObj(array::row).toList();
  }

  /** The values of a batch of a space whose values differ in size. */
  static List<Value> tupleOf(Space space, Value batch, int n) {
    List<Value> values = Values.cast(space, TupleValue.class, batch).values();
    if (values.size() != n) {
      throw new IllegalArgumentException(
          "a batch of %d values of %s has %d parts, got %d".formatted(n, space, n, values.size()));
    }
    return values;
  }
}
