package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.List;

/**
 * Flattens the columns of a batch to rows: the arrays of a batch lie one space after another, the
 * rows of the target one value after another.
 */
final class BatchFlattener {
  private final int n;
  private final float[] target;
  private final int rowSize;

  private BatchFlattener(int n, float[] target, int rowSize) {
    this.n = n;
    this.target = target;
    this.rowSize = rowSize;
  }

  static void flatten(Space space, Value batch, int n, float[] target) {
    int rowSize = space.flatSize();
    if ((long) n * rowSize > target.length) {
      throw new IllegalArgumentException(
          "%d flattened values of %s take %d floats, the target has %d"
              .formatted(n, space, (long) n * rowSize, target.length));
    }
    new BatchFlattener(n, target, rowSize).column(space, batch, 0);
  }

  /** Writes one space's part of all rows, from {@code offset} in each row on. */
  private void column(Space space, Value batch, int offset) {
    if (space instanceof Box box) {
      NdArray array = Values.cast(box, NdArray.class, batch);
      if (!array.isBatchOf(n, box.low())) {
        throw Values.wrongShape(box, Shapes.prepend(n, box.shape()), array);
      }
      copy(array, box.low().size(), offset);
    } else if (space instanceof Discrete discrete) {
      oneHot(discrete, batch, offset);
    } else if (space instanceof MultiDiscrete multiDiscrete) {
      oneHot(multiDiscrete, batch, offset);
    } else if (space instanceof MultiBinary binary) {
      int[] shape = Shapes.prepend(n, binary.dimensions());
      copy(Values.array(binary, batch, shape), binary.flatSize(), offset);
    } else if (space instanceof Tuple tuple) {
      columns(tuple.spaces(), tuple.values(batch), offset);
    } else if (space instanceof Dict dict) {
      columns(List.copyOf(dict.spaces().values()), dict.tuple(batch).values(), offset);
    } else {
      List<Value> values = Batches.tupleOf(space, batch, n);
      for (int i = 0; i < n; i++) {
        space.flatten(values.get(i), target, i * rowSize + offset);
      }
    }
  }

  private void columns(List<Space> spaces, List<Value> batches, int offset) {
    int place = offset;
    for (int i = 0; i < spaces.size(); i++) {
      column(spaces.get(i), batches.get(i), place);
      place += spaces.get(i).flatSize();
    }
  }

  private void copy(NdArray array, int size, int offset) {
    if (size == rowSize) {
      array.copyTo(target, 0);
      return;
    }
    for (int i = 0; i < n; i++) {
      array.copyTo(i * size, size, target, i * rowSize + offset);
    }
  }

  private void oneHot(Discrete space, Value batch, int offset) {
    NdArray array = Values.array(space, batch, n);
    int size = space.flatSize();
    for (int i = 0; i < n; i++) {
      int row = i * rowSize + offset;
      Arrays.fill(target, row, row + size, 0f);
      target[row + Values.oneHotIndex(space, array.getLong(i), space.start(), space.n())] = 1f;
    }
  }

  private void oneHot(MultiDiscrete space, Value batch, int offset) {
    NdArray array = Values.cast(space, NdArray.class, batch);
    if (!array.isBatchOf(n, space.nvec())) {
      throw Values.wrongShape(space, Shapes.prepend(n, space.shape()), array);
    }
    int size = space.flatSize();
    for (int i = 0; i < n; i++) {
      int row = i * rowSize + offset;
      Arrays.fill(target, row, row + size, 0f);
      space.flattenRow(array, i * space.nvec().size(), target, row);
    }
  }
}
