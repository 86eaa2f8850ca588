package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.StepRequest;
import dev.gymbridge.proto.v1.Value;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request for a step, which writes itself: the bytes that protobuf's classes would write, without
 * the objects that they make on the way.
 *
 * @param action the leaves of the action, or of those of all environments
 * @param wantInfo whether the reply is to have the info
 * @apiNote For the rooms of {@code remote}.
 */
public record StepMessage(List<ByteString> action, boolean wantInfo) {
  private static final int STEP = SessionRequest.STEP_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int NUMBER = SessionRequest.NUMBER_FIELD_NUMBER << 3;
  private static final int ACTION = StepRequest.ACTION_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int WANT_INFO = StepRequest.WANT_INFO_FIELD_NUMBER << 3;
  private static final int LEAF = Value.LEAVES_FIELD_NUMBER << 3 | Varint.BYTES;

  /** How many bytes it takes with a number, which is above 0. */
  public int size(long number) {
    return field(stepSize()) + 1 + Varint.size(number);
  }

  private int stepSize() {
    return field(actionSize()) + (wantInfo ? 2 : 0);
  }

  private int actionSize() {
    int size = 0;
    for (int i = 0; i < action.size(); i++) {
      size = Math.addExact(size, field(action.get(i).size()));
    }
    return size;
  }

  /** The bytes of a field of so many, its tag and their count included. */
  private static int field(int size) {
    return Math.addExact(1 + Varint.size(size), size);
  }

  /** Writes {@code size(number)} bytes. */
  public void writeTo(ByteBuffer out, long number) {
    begin(out, STEP, stepSize());
    begin(out, ACTION, actionSize());
    for (int i = 0; i < action.size(); i++) {
      ByteString leaf = action.get(i);
      begin(out, LEAF, leaf.size());
      leaf.copyTo(out);
    }
    if (wantInfo) {
      out.put((byte) WANT_INFO).put((byte) 1);
    }
    out.put((byte) NUMBER);
    Varint.write(out, number);
  }

  private static void begin(ByteBuffer out, int tag, int size) {
    out.put((byte) tag);
    Varint.write(out, size);
  }
}
