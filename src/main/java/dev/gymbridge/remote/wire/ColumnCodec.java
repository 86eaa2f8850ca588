package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The leaves of one space within a batch of n values, as {@code value.proto} lays them out. */
interface ColumnCodec {
  /**
   * Appends the leaves of a batch.
   *
   * @throws IllegalArgumentException if it is no batch of n values of the space
   */
  void encode(Value batch, int n, List<ByteString> leaves);

  /**
   * Reads the leaves of a batch.
   *
   * @throws MalformedMessageException if they are no batch of n values of the space
   */
  Value decode(LeafReader leaves, int n);

  /**
   * How many parts of each value take no bytes, such as empty tuples: no leaf bounds their number.
   *
   * <p>Not counted are those inside a sequence or an alternative, whose number the value says.
   */
  long emptyParts();

  static ColumnCodec of(Space space) {
    if (space instanceof Box box) {
      return new ArrayColumn(space, box.dtype(), box.shape());
    }
    if (space instanceof Discrete discrete) {
      return new ArrayColumn(space, discrete.dtype());
    }
    if (space instanceof MultiDiscrete multiDiscrete) {
      return new ArrayColumn(space, multiDiscrete.dtype(), multiDiscrete.shape());
    }
    if (space instanceof MultiBinary binary) {
      return new ArrayColumn(space, DType.INT8, DTypes.shape(binary.shape()));
    }
    if (space instanceof Text) {
      return new TextColumn();
    }
    if (space instanceof Tuple tuple) {
      return new TupleColumn(tuple.spaces());
    }
    if (space instanceof Dict dict) {
      return new DictColumn(dict);
    }
    if (space instanceof Sequence sequence) {
      return new SequenceColumn(sequence.element());
    }
    return space instanceof Graph graph ? new GraphColumn(graph) : new OneOfColumn((OneOf) space);
  }

  /** A leaf of int32. */
  static ByteString ints(int... ints) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * ints.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(ints);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /**
   * The parts of a batch as the kind of value that they should be.
   *
   * @throws IllegalArgumentException if they are another, or not n
   */
  static <V extends Value> List<V> parts(Value batch, int n, Class<V> kind) {
    List<Value> values = cast(batch, dev.gymbridge.env.space.TupleValue.class).values();
    if (values.size() != n) {
      throw new IllegalArgumentException(
          "a batch must have %d values, got %d".formatted(n, values.size()));
    }
    return values.stream().map(value -> cast(value, kind)).toList();
  }

  /**
   * The value as the kind that it should be.
   *
   * @throws IllegalArgumentException if it is another
   */
  static <V extends Value> V cast(Value value, Class<V> kind) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "a %s belongs here, got a %s"
              .formatted(kind.getSimpleName(), value.getClass().getSimpleName()));
    }
    return kind.cast(value);
  }
}
