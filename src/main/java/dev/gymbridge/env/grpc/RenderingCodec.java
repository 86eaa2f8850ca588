package dev.gymbridge.env.grpc;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.proto.v1.FrameEncoding;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What an environment drew, off the wire. */
final class RenderingCodec {
  /** A picture of more bytes is taken for a broken message: 8K in RGB has 99.5 million. */
  private static final long MAX_FRAME_BYTES = 128L << 20;

  private RenderingCodec() {}

  static Rendering decode(dev.gymbridge.proto.v1.Rendering rendering) {
    List<Frame> frames = rendering.getFramesList().stream().map(RenderingCodec::decode).toList();
    return new Rendering(frames, rendering.getTextsList());
  }

  private static Frame decode(dev.gymbridge.proto.v1.Frame frame) {
    long size =
        Integer.toUnsignedLong(frame.getHeight()) * Integer.toUnsignedLong(frame.getWidth()) * 3;
    if (frame.getChannels() != 3 || size < 0 || size > MAX_FRAME_BYTES) {
      throw new MalformedMessageException(
          "a frame must be [height, width, 3] of at most %d bytes, got [%s, %s, %s]"
              .formatted(
                  MAX_FRAME_BYTES,
                  Integer.toUnsignedString(frame.getHeight()),
                  Integer.toUnsignedString(frame.getWidth()),
                  Integer.toUnsignedString(frame.getChannels())));
    }
    byte[] rgb =
        frame.getEncoding() == FrameEncoding.FRAME_ENCODING_ZLIB
            ? inflate(frame.getData(), (int) size)
            : raw(frame, (int) size);
    return new Frame(frame.getWidth(), frame.getHeight(), rgb);
  }

  private static byte[] raw(dev.gymbridge.proto.v1.Frame frame, int size) {
    if (frame.getEncoding() != FrameEncoding.FRAME_ENCODING_RAW) {
      throw new MalformedMessageException("unknown frame encoding " + frame.getEncodingValue());
    }
    if (frame.getData().size() != size) {
      throw new MalformedMessageException(
          "a frame of %d x %d pixels takes %d bytes, got %d"
              .formatted(frame.getWidth(), frame.getHeight(), size, frame.getData().size()));
    }
    return frame.getData().toByteArray();
  }

  private static byte[] inflate(ByteString data, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data.asReadOnlyByteBuffer());
      byte[] rgb = new byte[size];
      int filled = 0;
      while (filled < size) {
        int count = inflater.inflate(rgb, filled, size - filled);
        if (count == 0) {
          throw new MalformedMessageException(
              "a compressed frame ends after %d of %d bytes".formatted(filled, size));
        }
        filled += count;
      }
      return rgb;
    } catch (DataFormatException e) {
      throw new MalformedMessageException(
          "a compressed frame cannot be read: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
