package dev.gymbridge.env.conformance;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Values that are no actions of a space, one for each way to be wrong. */
final class WrongActions {
  /**
   * A value outside a space.
   *
   * @param how what is wrong with it
   */
  record Wrong(String how, Value action) {}

  private final Space space;
  private final List<Wrong> found = new ArrayList<>();

  private WrongActions(Space space) {
    this.space = space;
  }

  /** At least one for each space; none of them is contained in it. */
  static List<Wrong> of(Space space) {
    WrongActions wrong = new WrongActions(space);
    wrong.ofOtherKinds();
    Value right = space.sample(new SplittableRandom(7));
    if (right instanceof NdArray array) {
      wrong.arrays(array);
    }
    wrong.parts(right);
    return List.copyOf(wrong.found);
  }

  /** Keeps what the space says is wrong: a candidate may happen to be an action. */
  private void add(String how, Value candidate) {
    if (!space.contains(candidate)) {
      found.add(new Wrong(how, candidate));
    }
  }

  private void ofOtherKinds() {
    add("a text that is none of its values", new TextValue("\u0001no action"));
    add("an empty tuple", new TupleValue(List.of()));
    add("an empty dict", new DictValue(Map.of()));
    add("a scalar", NdArray.scalar(0));
  }

  private void arrays(NdArray right) {
    int[] shape = right.shape();
    int[] deeper = new int[shape.length + 1];
    deeper[0] = 1;
    System.arraycopy(shape, 0, deeper, 1, shape.length);
    add("one dimension too many", right.reshape(deeper));
    if (shape.length > 0 && shape[0] > 0) {
      add("one dimension too few", right.row(0));
      int[] longer = shape.clone();
      longer[0]++;
      add("one element too many", Arrays.filled(right.dtype(), 0, longer));
    }
    for (DType dtype : List.of(DType.FLOAT64, DType.INT64, DType.BOOL)) {
      add("of dtype " + dtype, right.asType(dtype));
    }
    if (right.size() > 0) {
      outOfBounds(right);
    }
  }

  private void outOfBounds(NdArray right) {
    if (space instanceof Discrete discrete) {
      add("one below the least", scalar(discrete, discrete.start() - 1));
      add("one above the greatest", scalar(discrete, discrete.start() + discrete.n()));
      add("far below", NdArray.scalar(Long.MIN_VALUE));
      add("far above", NdArray.scalar(Long.MAX_VALUE));
      add("far above, unsigned", NdArray.scalar(-1).asType(DType.UINT64));
    } else if (space instanceof MultiDiscrete multi) {
      long last = multi.start().getLong(0) + multi.nvec().getLong(0);
      NdArray wide = right.asType(DType.INT64);
      add("an element above its greatest", Arrays.with(wide, 0, last));
      add("an element below its least", Arrays.with(wide, 0, multi.start().getLong(0) - 1));
    } else if (space instanceof MultiBinary) {
      add("an element of 2", Arrays.with(right, 0, 2));
      add("an element of 256 in int64", Arrays.with(right.asType(DType.INT64), 0, 256));
    } else if (space instanceof Box box) {
      int last = right.size() - 1;
      add("an element above its bound", Arrays.with(right, last, box.high().getDouble(last) + 1));
      add("an element below its bound", Arrays.with(right, last, box.low().getDouble(last) - 1));
      if (box.dtype().isFloat()) {
        add("an infinite element", Arrays.with(right, 0, Double.POSITIVE_INFINITY));
        add("an element that is not a number", Arrays.with(right, last, Double.NaN));
      }
    }
  }

  private static NdArray scalar(Discrete space, long element) {
    return NdArray.scalar(element).asType(space.dtype().bytes() == 8 ? space.dtype() : DType.INT64);
  }

  private void parts(Value right) {
    if (space instanceof Tuple tuple && right instanceof TupleValue value) {
      List<Value> longer = new ArrayList<>(value.values());
      longer.add(NdArray.scalar(0));
      add("one part too many", new TupleValue(longer));
      for (int i = 0; i < tuple.spaces().size(); i++) {
        int part = i;
        of(tuple.spaces().get(i))
            .forEach(wrong -> add("part " + part + ": " + wrong.how(), with(value, part, wrong)));
      }
    } else if (space instanceof Dict dict && right instanceof DictValue value) {
      Map<String, Value> more = new LinkedHashMap<>(value.values());
      more.put("no such key", NdArray.scalar(0));
      add("one key too many", new DictValue(more));
      dict.spaces()
          .forEach(
              (key, part) -> of(part).forEach(w -> add(key + ": " + w.how(), with(value, key, w))));
    } else if (space instanceof Sequence sequence) {
      of(sequence.element())
          .forEach(w -> add("element: " + w.how(), new SequenceValue(List.of(w.action()))));
    } else if (space instanceof OneOf oneOf && right instanceof OneOfValue value) {
      add("an index too great", new OneOfValue(oneOf.spaces().size(), value.value()));
      add("an index below 0", new OneOfValue(-1, value.value()));
      of(oneOf.spaces().get(0)).forEach(w -> add(w.how(), new OneOfValue(0, w.action())));
    } else if (space instanceof Text text) {
      add("a text too long", new TextValue("a".repeat(text.maxLength() + 1)));
    }
  }

  private static Value with(TupleValue value, int part, Wrong wrong) {
    List<Value> parts = new ArrayList<>(value.values());
    parts.set(part, wrong.action());
    return new TupleValue(parts);
  }

  private static Value with(DictValue value, String key, Wrong wrong) {
    Map<String, Value> parts = new LinkedHashMap<>(value.values());
    parts.put(key, wrong.action());
    return new DictValue(parts);
  }
}
