package dev.gymbridge.remote.wire;

import dev.gymbridge.env.Frame;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.SessionReply;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reply with one picture in red, green and blue, read where it lies: its pixels are copied
 * once, which protobuf's classes do three times.
 *
 * @param number that of the request
 * @param rendering the picture
 * @apiNote For the rooms of {@code remote}.
 */
public record PictureReading(long number, Rendering rendering) {
  private static final int RENDER = SessionReply.RENDER_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int RENDERING = RenderReply.RENDERINGS_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int FRAME =
      dev.gymbridge.proto.v1.Rendering.FRAMES_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int HEIGHT = dev.gymbridge.proto.v1.Frame.HEIGHT_FIELD_NUMBER << 3;
  private static final int WIDTH = dev.gymbridge.proto.v1.Frame.WIDTH_FIELD_NUMBER << 3;
  private static final int CHANNELS = dev.gymbridge.proto.v1.Frame.CHANNELS_FIELD_NUMBER << 3;
  private static final int ENCODING = dev.gymbridge.proto.v1.Frame.ENCODING_FIELD_NUMBER << 3;
  private static final int DATA =
      dev.gymbridge.proto.v1.Frame.DATA_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int RGB = 3;

  /**
   * Reads a reply.
   *
   * @return null if it is any other, or damaged: the buffer stands where it stood
   */
  public static @Nullable PictureReading read(ByteBuffer in) {
    int start = in.position();
    try {
      PictureReading reading = readReply(in);
      if (reading != null) {
        return reading;
      }
    } catch (BufferUnderflowException | MalformedMessageException e) {
      // Protobuf says what is wrong with it.
    }
    in.position(start);
    return null;
  }

  private static @Nullable PictureReading readReply(ByteBuffer in) {
    long number = 0;
    Frame frame = null;
    while (in.hasRemaining()) {
      int tag = in.get();
      if (tag == StepReading.SERVER_NANOS || tag == StepReading.ENVIRONMENT_NANOS) {
        Varint.read(in);
      } else if (tag == StepReading.NUMBER) {
        number = Varint.read(in);
      } else if (tag == RENDER && frame == null) {
        frame = readFrame(in);
        if (frame == null) {
          return null;
        }
      } else {
        return null;
      }
    }
    return frame == null ? null : new PictureReading(number, Rendering.of(frame));
  }

  /** Each message fills the one around it, and the pixels stand last. */
  private static @Nullable Frame readFrame(ByteBuffer in) {
    long end = end(in);
    if (in.get() != RENDERING || end(in) != end || in.get() != FRAME || end(in) != end) {
      return null;
    }
    long height = field(in, HEIGHT);
    long width = field(in, WIDTH);
    boolean plain =
        field(in, CHANNELS) == RGB
            && field(in, ENCODING) == FrameEncoding.FRAME_ENCODING_RAW_VALUE
            && in.get() == DATA
            && end(in) == end;
    long bytes = end - in.position();
    // Sides of at most 16 bits: their product is no other by overflow.
    if (!plain || (height | width) >>> 16 != 0 || RGB * height * width != bytes) {
      return null;
    }
    byte[] pixels = new byte[(int) bytes];
    in.get(pixels);
    return new Frame((int) width, (int) height, pixels);
  }

  /** Where what begins here ends; nowhere if it is not whole. */
  private static long end(ByteBuffer in) {
    long size = Varint.read(in);
    if (size < 0 || size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return in.position() + size;
  }

  private static long field(ByteBuffer in, int tag) {
    return in.get() == tag ? Varint.read(in) : -1;
  }
}
