package dev.gymbridge.env.space;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Takes ranges out of a batch, and puts batches one after another. */
final class BatchRanges {
  private BatchRanges() {}

  static Value slice(Space space, Value batch, int from, int to) {
    if (space instanceof Tuple tuple) {
      return sliceColumns(tuple, tuple.values(batch), from, to);
    }
    if (space instanceof Dict dict) {
      TupleValue columns = sliceColumns(dict.tuple(), dict.tuple(batch).values(), from, to);
      return dict.named(columns.values());
    }
    try {
      return batch instanceof NdArray array
          ? rows(array, from, to)
          : new TupleValue(Values.cast(space, TupleValue.class, batch).values().subList(from, to));
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "values %d to %d of a batch of %s are asked for, got %s"
              .formatted(from, to - 1, space, batch),
          e);
    }
  }

  private static NdArray rows(NdArray array, int from, int to) {
    int[] shape = array.shape();
    if (shape.length == 0) {
      throw new IllegalArgumentException("a scalar is no batch");
    }
    java.util.Objects.checkFromToIndex(from, to, shape[0]);
    int rowBytes = array.size() * array.dtype().bytes() / Math.max(1, shape[0]);
    shape[0] = to - from;
    return NdArray.wrap(
        array.dtype(), array.bytes().slice(from * rowBytes, (to - from) * rowBytes), shape);
  }

  private static TupleValue sliceColumns(Tuple tuple, List<Value> columns, int from, int to) {
    return new TupleValue(
        IntStream.range(0, columns.size())
            .mapToObj(k -> slice(tuple.spaces().get(k), columns.get(k), from, to))
            .toList());
  }

  static Value concatenate(Space space, List<? extends Value> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    if (space instanceof Tuple tuple) {
      return concatenateColumns(tuple, batches.stream().map(tuple::values).toList());
    }
    if (space instanceof Dict dict) {
      List<List<Value>> columns =
          batches.stream().map(batch -> dict.tuple(batch).values()).toList();
      return dict.named(concatenateColumns(dict.tuple(), columns).values());
    }
    if (batches.get(0) instanceof NdArray) {
      List<NdArray> arrays = new ArrayList<>(batches.size());
      for (Value batch : batches) {
        arrays.add(Values.cast(space, NdArray.class, batch));
      }
      return concatenate(arrays);
    }
    List<Value> values = new ArrayList<>();
    batches.forEach(batch -> values.addAll(Values.cast(space, TupleValue.class, batch).values()));
    return new TupleValue(values);
  }

  /** Along the first dimension, in one copy. */
  static NdArray concatenate(List<NdArray> arrays) {
    NdArray first = arrays.get(0);
    int[] shape = first.shape();
    long rows = 0;
    long elements = 0;
    for (NdArray array : arrays) {
      int[] other = array.shape();
      if (array.dtype() != first.dtype()
          || shape.length == 0
          || other.length != shape.length
          || !Arrays.equals(other, 1, other.length, shape, 1, shape.length)) {
        throw new IllegalArgumentException(
            "arrays to concatenate must differ in their first dimension alone, got %s%s and %s%s"
                .formatted(first.dtype(), Shapes.text(shape), array.dtype(), Shapes.text(other)));
      }
      rows += other[0];
      elements += array.size();
    }
    shape[0] = Math.toIntExact(rows);
    ByteBuffer bytes = NdArray.allocate(first.dtype(), Math.toIntExact(elements));
    arrays.forEach(array -> bytes.put(array.bytes()));
    return NdArray.wrap(first.dtype(), bytes.flip(), shape);
  }

  /** Of {@code batches[k][column]}, the columns put together. */
  private static TupleValue concatenateColumns(Tuple tuple, List<List<Value>> batches) {
    return new TupleValue(
        IntStream.range(0, tuple.spaces().size())
            .mapToObj(
                k ->
                    concatenate(
                        tuple.spaces().get(k), batches.stream().map(each -> each.get(k)).toList()))
            .toList());
  }
}
