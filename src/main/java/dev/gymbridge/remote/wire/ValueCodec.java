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
    return message(leaves(value));
  }

  /** Likewise, its leaves. */
  public List<ByteString> leaves(Value value) {
    return column instanceof ArrayColumn array
        ? List.of(array.encodeSingle(value))
        : leavesOfBatch(space.stack(List.of(value)), 1);
  }

  private static dev.gymbridge.proto.v1.Value message(List<ByteString> leaves) {
    return dev.gymbridge.proto.v1.Value.newBuilder().addAllLeaves(leaves).build();
  }

  /**
   * One value.
   *
   * @throws MalformedMessageException if the message is none
   */
  public Value decode(dev.gymbridge.proto.v1.Value message) {
    return decode(message.getLeavesList());
  }

  /** Likewise, of its leaves. */
  public Value decode(List<ByteString> message) {
    if (column instanceof ArrayColumn array) {
      LeafReader leaves = new LeafReader(message);
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
    return message(leavesOfBatch(batch, n));
  }

  /** Likewise, its leaves. */
  public List<ByteString> leavesOfBatch(Value batch, int n) {
    if (column instanceof ArrayColumn array) {
      return List.of(array.encodeBatch(batch, n));
    }
    List<ByteString> leaves = new ArrayList<>();
    column.encode(batch, n, leaves);
    return leaves;
  }

  /**
   * A batch of n values: a value of {@code batch(n)} of the space.
   *
   * @throws MalformedMessageException if the message is none
   */
  public Value decodeBatch(dev.gymbridge.proto.v1.Value message, int n) {
    return decodeBatch(message.getLeavesList(), n);
  }

  /** Likewise, of its leaves. */
  public Value decodeBatch(List<ByteString> message, int n) {
    LeafReader leaves = new LeafReader(message);
    Value batch = column.decode(leaves, n);
    leaves.requireEnd();
    return batch;
  }
}
