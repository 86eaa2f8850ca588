package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.proto.v1.Frame;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.Rendering;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

final class RenderingCodecTest {
  private static final byte[] PIXELS = {1, 2, 3, 4, 5, 6};

  private static Frame.Builder frame(FrameEncoding encoding, byte[] data) {
    return Frame.newBuilder()
        .setHeight(2)
        .setWidth(1)
        .setChannels(3)
        .setEncoding(encoding)
        .setData(ByteString.copyFrom(data));
  }

  private static dev.gymbridge.env.Rendering decode(Frame.Builder frame) {
    return decode(Rendering.newBuilder().addFrames(frame));
  }

  private static dev.gymbridge.env.Rendering decode(Rendering.Builder rendering) {
    return RenderingCodec.decode(List.of(rendering.build()), 1).get(0);
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater(1);
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[100];
    int size = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, size);
  }

  @Test
  void readsRawAndCompressedFrames() {
    assertThat(decode(frame(FrameEncoding.FRAME_ENCODING_RAW, PIXELS)).frames().get(0).rgb())
        .isEqualTo(PIXELS);
    assertThat(
            decode(frame(FrameEncoding.FRAME_ENCODING_ZLIB, deflated(PIXELS)))
                .frames()
                .get(0)
                .rgb())
        .isEqualTo(PIXELS);
  }

  @Test
  void drawsShadesOfGreyInAllThreeColours() {
    byte[] shades = {7, 9};
    for (Frame.Builder frame :
        List.of(
            frame(FrameEncoding.FRAME_ENCODING_RAW, shades),
            frame(FrameEncoding.FRAME_ENCODING_ZLIB, deflated(shades)))) {
      assertThat(decode(frame.setChannels(1)).frames().get(0).rgb())
          .containsExactly(7, 7, 7, 9, 9, 9);
    }
  }

  @Test
  void readsTexts() {
    assertThat(decode(Rendering.newBuilder().addTexts("SFFF")).texts()).containsExactly("SFFF");
  }

  @Test
  void refusesFramesThatAreCutShortOrBroken() {
    byte[] compressed = deflated(PIXELS);
    for (byte[] data : new byte[][] {{}, {1, 2}, Arrays.copyOf(compressed, 5)}) {
      assertThatThrownBy(() -> decode(frame(FrameEncoding.FRAME_ENCODING_ZLIB, data)))
          .isInstanceOf(EnvironmentException.class);
      assertThatThrownBy(() -> decode(frame(FrameEncoding.FRAME_ENCODING_RAW, data)))
          .isInstanceOf(EnvironmentException.class);
    }
  }

  @Test
  void allocatesNothingForASizeThatCannotBe() {
    assertThatThrownBy(
            () ->
                decode(frame(FrameEncoding.FRAME_ENCODING_ZLIB, PIXELS).setHeight(-1).setWidth(-1)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("4294967295");
    assertThatThrownBy(() -> decode(frame(FrameEncoding.FRAME_ENCODING_RAW, PIXELS).setChannels(4)))
        .isInstanceOf(EnvironmentException.class);
  }

  @Test
  void refusesSidesWhoseProductOnlySeemsToFit() {
    // 3 * 2863575501 * 4294571377 is 2^64 + 1399.
    Frame.Builder frame =
        frame(FrameEncoding.FRAME_ENCODING_RAW, new byte[1399])
            .setHeight((int) 2_863_575_501L)
            .setWidth((int) 4_294_571_377L);
    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("2863575501");
  }

  @Test
  void refusesMoreThanZlibCanMakeOfTheData() {
    Frame.Builder frame =
        frame(FrameEncoding.FRAME_ENCODING_ZLIB, new byte[100]).setHeight(1000).setWidth(1000);
    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("100 compressed bytes cannot be a frame of 3000000");
  }

  @Test
  void refusesMoreFramesThanMemoryIsFor() {
    Rendering.Builder rendering = Rendering.newBuilder();
    for (int i = 0; i < 9; i++) {
      rendering.addFrames(
          frame(FrameEncoding.FRAME_ENCODING_ZLIB, new byte[1]).setHeight(6000).setWidth(7000));
    }
    assertThatThrownBy(() -> decode(rendering))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("1134000000");
  }
}
