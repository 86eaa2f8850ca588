package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.proto.v1.FrameEncoding;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What an environment drew, off the wire.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class RenderingCodec {
  /** A picture of more bytes is taken for a broken message: 8K in RGB has 99.5 million. */
  private static final long MAX_FRAME_BYTES = 128L << 20;

  /** Of all pictures in a reply, once decompressed. */
  private static final long MAX_REPLY_BYTES = 1L << 30;

  /** What zlib makes of a byte at best, and a little more. */
  private static final long MAX_COMPRESSION = 1100;

  private static final int GREY = 1;
  private static final int RGB = 3;

  private RenderingCodec() {}

  /**
   * What each environment drew.
   *
   * @throws MalformedMessageException if there is not one for each, or a frame is none
   */
  public static List<Rendering> decode(
      List<dev.gymbridge.proto.v1.Rendering> renderings, int numEnvs) {
    if (renderings.size() != numEnvs) {
      throw new MalformedMessageException(
          "%d environments must draw as many renderings, got %d"
              .formatted(numEnvs, renderings.size()));
    }
    long bytes = 0;
    for (var rendering : renderings) {
      for (var frame : rendering.getFramesList()) {
        bytes += (long) RGB * pixels(frame);
      }
    }
    if (bytes > MAX_REPLY_BYTES) {
      throw new MalformedMessageException(
          "the frames of a reply must have at most %d bytes in all, got %d; render more often"
              .formatted(MAX_REPLY_BYTES, bytes));
    }
    return renderings.stream().map(RenderingCodec::decode).toList();
  }

  private static Rendering decode(dev.gymbridge.proto.v1.Rendering rendering) {
    List<Frame> frames = rendering.getFramesList().stream().map(RenderingCodec::decode).toList();
    return new Rendering(frames, rendering.getTextsList());
  }

  private static Frame decode(dev.gymbridge.proto.v1.Frame frame) {
    int pixels = pixels(frame);
    int size = frame.getChannels() * pixels;
    byte[] bytes =
        frame.getEncoding() == FrameEncoding.FRAME_ENCODING_ZLIB
            ? inflate(frame.getData(), size)
            : raw(frame, size);
    byte[] rgb = frame.getChannels() == GREY ? ofGrey(bytes) : bytes;
    return new Frame(frame.getWidth(), frame.getHeight(), rgb);
  }

  private static byte[] ofGrey(byte[] shades) {
    byte[] rgb = new byte[RGB * shades.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = shades[i / RGB];
    }
    return rgb;
  }

  private static int pixels(dev.gymbridge.proto.v1.Frame frame) {
    // As uint32 on the wire, a side of 2^31 or more is negative here.
    boolean sides = frame.getHeight() >= 0 && frame.getWidth() >= 0;
    boolean channels = frame.getChannels() == GREY || frame.getChannels() == RGB;
    long pixels = (long) frame.getHeight() * frame.getWidth();
    if (!sides || !channels || pixels > MAX_FRAME_BYTES / RGB) {
      throw new MalformedMessageException(
          "a frame must be [height, width, 1 or 3] of at most %d bytes, got [%s, %s, %s]"
              .formatted(
                  MAX_FRAME_BYTES,
                  Integer.toUnsignedString(frame.getHeight()),
                  Integer.toUnsignedString(frame.getWidth()),
                  Integer.toUnsignedString(frame.getChannels())));
    }
    return (int) pixels;
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
    if (size > MAX_COMPRESSION * data.size()) {
      // Refused before anything is allocated for it.
      throw new MalformedMessageException(
          "%d compressed bytes cannot be a frame of %d".formatted(data.size(), size));
    }
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
