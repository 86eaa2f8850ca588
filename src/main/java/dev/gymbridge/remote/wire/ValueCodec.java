package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads the values of one space, one or a batch at a time.
 *
 * <p>A decoded array is a view of the message; an encoded one is copied once. Of a value to be sent
 * only the kind, the shape and the keys are checked, and its dtype is converted: ask {@link
 * Space#contains} first.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ValueCodec {
  private final Space space;
  private final ColumnCodec column;

  private ValueCodec(Space space) {
    this.space = space;
    this.column = ColumnCodec.of(space);
  }

  /** The codec of the values of a space, which is that of one environment. */
  public static ValueCodec of(Space single) {
    return new ValueCodec(single);
  }

  /**
   * One value.
   *
   * @throws IllegalArgumentException if it is not of this space's kind and shape
   */
  public dev.gymbridge.proto.v1.Value encode(Value value) {
    if (column instanceof ArrayColumn array) {
      return dev.gymbridge.proto.v1.Value.newBuilder().addLeaves(array.encodeSingle(value)).build();
    }
    return encodeBatch(space.stack(List.of(value)), 1);
  }

  /**
   * One value.
   *
   * @throws MalformedMessageException if the message is none
   */
  public Value decode(dev.gymbridge.proto.v1.Value message) {
    if (column instanceof ArrayColumn array) {
      LeafReader leaves = new LeafReader(message.getLeavesList());
      Value value = array.decodeSingle(leaves);
      leaves.requireEnd();
      return value;
    }
    return space.unstack(decodeBatch(message, 1), 1).get(0);
  }

  /**
   * A batch of n values.
   *
   * @param batch a value of {@code batch(n)} of the space
   * @throws IllegalArgumentException if it is not of that kind and shape
   */
  public dev.gymbridge.proto.v1.Value encodeBatch(Value batch, int n) {
    List<ByteString> leaves = new ArrayList<>();
    column.encode(batch, n, leaves);
    return dev.gymbridge.proto.v1.Value.newBuilder().addAllLeaves(leaves).build();
  }

  /**
   * A batch of n values: a value of {@code batch(n)} of the space.
   *
   * @throws MalformedMessageException if the message is none
   */
  public Value decodeBatch(dev.gymbridge.proto.v1.Value message, int n) {
    LeafReader leaves = new LeafReader(message.getLeavesList());
    Value batch = column.decode(leaves, n);
    leaves.requireEnd();
    return batch;
  }
}
