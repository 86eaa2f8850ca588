package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;
import java.util.List;

/** Box, Discrete, MultiDiscrete, MultiBinary: one leaf, of which a decoded array is a view. */
final class ArrayColumn implements ColumnCodec {
  private final Space space;
  private final DType dtype;
  private final int[] shape;
  private final long bytesOfOne;
  private final String what;

  ArrayColumn(Space space, DType dtype, int... shape) {
    this.space = space;
    this.dtype = dtype;
    this.shape = shape;
    this.what = "an array of " + dtype;
    this.bytesOfOne = Arrays.stream(shape).asLongStream().reduce(dtype.bytes(), (a, b) -> a * b);
  }

  private int[] batchShape(int n) {
    int[] batchShape = new int[shape.length + 1];
    batchShape[0] = n;
    System.arraycopy(shape, 0, batchShape, 1, shape.length);
    return batchShape;
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    leaves.add(encodeBatch(batch, n));
  }

  ByteString encodeBatch(Value batch, int n) {
    return leaf(batch, batchShape(n));
  }

  /** The leaf of a batch of one, without making it one. */
  ByteString encodeSingle(Value value) {
    return leaf(value, shape);
  }

  private ByteString leaf(Value value, int[] expected) {
    NdArray array = ColumnCodec.cast(value, NdArray.class);
    if (!Arrays.equals(array.shape(), expected)) {
      throw new IllegalArgumentException(
          "an array for %s must have the shape %s here, got %s"
              .formatted(space, Arrays.toString(expected), Arrays.toString(array.shape())));
    }
    return DTypes.bytes(array.asType(dtype));
  }

  @Override
  public NdArray decode(LeafReader leaves, int n) {
    return decodeLeaf(leaves.leaf(what), n);
  }

  NdArray decodeLeaf(ByteString leaf, int n) {
    return DTypes.array(dtype, leaf, batchShape(n));
  }

  /** A batch of one, as that one. */
  NdArray decodeSingle(LeafReader leaves) {
    return DTypes.array(dtype, leaves.leaf(what), shape);
  }

  long bytesOfOne() {
    return bytesOfOne;
  }

  @Override
  public long emptyParts() {
    return bytesOfOne == 0 ? 1 : 0;
  }
}
