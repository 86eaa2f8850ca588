package dev.gymbridge.env.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.proto.v1.Frame;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.Rendering;
import java.util.Arrays;
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
    return RenderingCodec.decode(Rendering.newBuilder().addFrames(frame).build());
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
  void readsTexts() {
    assertThat(RenderingCodec.decode(Rendering.newBuilder().addTexts("SFFF").build()).texts())
        .containsExactly("SFFF");
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
}
