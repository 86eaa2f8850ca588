package dev.gymbridge.remote.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.wire.MalformedMessageException;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.ValueCodec;
import java.io.IOException;

/**
 * A space and a value of it: any bytes give a value that encodes to the same leaves, or a {@link
 * MalformedMessageException}.
 *
 * <p>Input: a byte, whose lowest three bits are the size of the batch; the length of the space, the
 * space, and the value.
 */
public final class ValueFuzzer {
  private ValueFuzzer() {}

  /** The entry point, by the name that the fuzzer looks for. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int n = input[0] & 7;
    try {
      CodedInputStream stream = CodedInputStream.newInstance(input, 1, input.length - 1);
      byte[] spaceBytes = stream.readByteArray();
      byte[] valueBytes = stream.readRawBytes(input.length - 1 - stream.getTotalBytesRead());
      Space space = SpaceCodec.decode(dev.gymbridge.proto.v1.Space.parseFrom(spaceBytes));
      requireSameSpace(space);
      ValueCodec codec = ValueCodec.of(space);
      var message = dev.gymbridge.proto.v1.Value.parseFrom(valueBytes);
      Value batch = codec.decodeBatch(message, n);
      var again = codec.encodeBatch(batch, n);
      if (!again.getLeavesList().equals(message.getLeavesList())) {
        throw new AssertionError(space + " changed " + message + " to " + again);
      }
      if (n == 1) {
        codec.decode(message);
      }
    } catch (MalformedMessageException | IOException expected) {
      // As it must be.
    }
  }

  private static void requireSameSpace(Space space) throws IOException {
    ByteString bytes = SpaceCodec.encode(space).toByteString();
    Space again = SpaceCodec.decode(dev.gymbridge.proto.v1.Space.parseFrom(bytes));
    if (!again.equals(space) || again.toString().isEmpty() || again.toJson().isEmpty()) {
      throw new AssertionError(space + " became " + again);
    }
  }
}
