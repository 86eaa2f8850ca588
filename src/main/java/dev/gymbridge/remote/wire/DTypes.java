package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.Array;
import java.util.List;

/** Element types and whole arrays, between the wire and Java. */
final class DTypes {
  private DTypes() {}

  static DType decode(dev.gymbridge.proto.v1.DType dtype) {
    return switch (dtype) {
      case DTYPE_BOOL -> DType.BOOL;
      case DTYPE_INT8 -> DType.INT8;
      case DTYPE_INT16 -> DType.INT16;
      case DTYPE_INT32 -> DType.INT32;
      case DTYPE_INT64 -> DType.INT64;
      case DTYPE_UINT8 -> DType.UINT8;
      case DTYPE_UINT16 -> DType.UINT16;
      case DTYPE_UINT32 -> DType.UINT32;
      case DTYPE_UINT64 -> DType.UINT64;
      case DTYPE_FLOAT16 -> DType.FLOAT16;
      case DTYPE_FLOAT32 -> DType.FLOAT32;
      case DTYPE_FLOAT64 -> DType.FLOAT64;
      case DTYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedMessageException("an array has no known dtype, got " + dtype);
    };
  }

  static dev.gymbridge.proto.v1.DType encode(DType dtype) {
    return dev.gymbridge.proto.v1.DType.valueOf("DTYPE_" + dtype.name());
  }

  /** The elements, copied once: protobuf 4.36 copies a read-only buffer even to wrap it. */
  static ByteString bytes(NdArray array) {
    return ByteString.copyFrom(array.bytes());
  }

  static int[] shape(List<Integer> dimensions) {
    return dimensions.stream().mapToInt(Integer::intValue).toArray();
  }

  static List<Integer> dimensions(int[] shape) {
    return java.util.Arrays.stream(shape).boxed().toList();
  }

  /**
   * An array over the bytes, without a copy.
   *
   * @throws MalformedMessageException if there are more or fewer bytes than the shape takes, or a
   *     bool is neither 0 nor 1
   */
  static NdArray array(DType dtype, ByteString bytes, int... shape) {
    if (dtype == DType.BOOL) {
      requireTruthValues(bytes);
    }
    try {
      return NdArray.wrap(dtype, bytes.asReadOnlyByteBuffer(), shape);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("an array does not fit: " + e.getMessage(), e);
    }
  }

  private static void requireTruthValues(ByteString bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      if ((bytes.byteAt(i) & ~1) != 0) {
        throw new MalformedMessageException(
            "a bool must be 0 or 1, got %d at %d".formatted(bytes.byteAt(i), i));
      }
    }
  }

  static NdArray decode(Array array) {
    return array(decode(array.getDtype()), array.getData(), shape(array.getShapeList()));
  }

  static Array encode(NdArray array) {
    return Array.newBuilder()
        .setDtype(encode(array.dtype()))
        .addAllShape(dimensions(array.shape()))
        .setData(bytes(array))
        .build();
  }
}
