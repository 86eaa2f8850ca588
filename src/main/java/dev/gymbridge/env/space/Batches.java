package dev.gymbridge.env.space;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    ArrayKind kind = kindOf(space);
    return kind == null
        ? new TupleValue(new ArrayList<>(values))
        : stackArrays(space, kind, values);
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
    ArrayKind kind = kindOf(space);
    return kind == null ? tupleOf(space, batch, n) : rows(space, kind, batch, n);
  }

  /** The dtype and shape of a space's values; null if they are no arrays. */
  private static @Nullable ArrayKind kindOf(Space space) {
    if (space instanceof Box box) {
      return new ArrayKind(box.dtype(), box.shape());
    }
    if (space instanceof Discrete discrete) {
      return new ArrayKind(discrete.dtype(), new int[0]);
    }
    if (space instanceof MultiDiscrete multiDiscrete) {
      return new ArrayKind(multiDiscrete.dtype(), multiDiscrete.shape());
    }
    return space instanceof MultiBinary binary
        ? new ArrayKind(DType.INT8, binary.dimensions())
        : null;
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record ArrayKind(DType dtype, int[] shape) {}

  private static NdArray stackArrays(Space space, ArrayKind kind, List<? extends Value> values) {
    int[] shape = Shapes.prepend(values.size(), kind.shape());
    ByteBuffer bytes = NdArray.allocate(kind.dtype(), Shapes.size(shape));
    for (Value value : values) {
      bytes.put(Values.array(space, value, kind.shape()).asType(kind.dtype()).bytes());
    }
    return NdArray.wrap(kind.dtype(), bytes.flip(), shape);
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

  private static List<Value> rows(Space space, ArrayKind kind, Value batch, int n) {
    NdArray array = Values.array(space, batch, Shapes.prepend(n, kind.shape()));
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
