package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gymbridge.proto.v1.Frame;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.Rendering;
import dev.gymbridge.proto.v1.SessionReply;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A picture read by hand, beside protobuf's own classes. */
final class PictureReadingTest {
  private static Frame.Builder frame(int width, int height, SplittableRandom random) {
    byte[] pixels = new byte[3 * width * height];
    random.nextBytes(pixels);
    return Frame.newBuilder()
        .setWidth(width)
        .setHeight(height)
        .setChannels(3)
        .setEncoding(FrameEncoding.FRAME_ENCODING_RAW)
        .setData(ByteString.copyFrom(pixels));
  }

  private static SessionReply reply(Rendering.Builder... renderings) {
    RenderReply.Builder render = RenderReply.newBuilder();
    List.of(renderings).forEach(render::addRenderings);
    return SessionReply.newBuilder()
        .setServerNanos(1_234_567)
        .setEnvironmentNanos(1_000_000)
        .setRender(render)
        .setNumber(300)
        .build();
  }

  private static void requireSame(PictureReading reading, SessionReply reply) {
    assertThat(reading.number()).isEqualTo(reply.getNumber());
    var expected = RenderingCodec.decode(reply.getRender().getRenderingsList(), 1).get(0);
    assertThat(reading.rendering().texts()).isEqualTo(expected.texts());
    assertThat(reading.rendering().frames())
        .usingRecursiveComparison()
        .isEqualTo(expected.frames());
  }

  @RepeatedTest(50)
  void aPictureIsReadAsProtobufReadsIt(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Frame.Builder frame = frame(1 + random.nextInt(99), 1 + random.nextInt(99), random);
    SessionReply reply = reply(Rendering.newBuilder().addFrames(frame));
    ByteBuffer in = ByteBuffer.allocateDirect(reply.getSerializedSize());
    PictureReading reading = PictureReading.read(in.put(reply.toByteArray()).flip());
    assertThat(reading).isNotNull();
    requireSame(reading, reply);
  }

  @Test
  void anyOtherReplyIsLeftToProtobuf() {
    SplittableRandom random = new SplittableRandom(1);
    Frame.Builder frame = frame(4, 5, random);
    List<SessionReply> others =
        List.of(
            reply(),
            reply(Rendering.newBuilder()),
            reply(Rendering.newBuilder().addTexts("text")),
            reply(Rendering.newBuilder().addFrames(frame).addTexts("text")),
            reply(Rendering.newBuilder().addFrames(frame).addFrames(frame)),
            reply(Rendering.newBuilder().addFrames(frame), Rendering.newBuilder().addFrames(frame)),
            reply(Rendering.newBuilder().addFrames(frame.clone().setWidth(5))),
            reply(Rendering.newBuilder().addFrames(frame.clone().setChannels(1))),
            reply(Rendering.newBuilder().addFrames(frame.clone().setWidth(-1))),
            reply(
                Rendering.newBuilder()
                    .addFrames(frame.clone().setEncoding(FrameEncoding.FRAME_ENCODING_ZLIB))),
            SessionReply.newBuilder().setNumber(1).build());
    for (SessionReply other : others) {
      ByteBuffer in = ByteBuffer.wrap(other.toByteArray());
      assertThat(PictureReading.read(in)).isNull();
      assertThat(in.position()).isZero();
    }
  }

  @RepeatedTest(200)
  void whatIsDamagedIsReadAsProtobufReadsItOrNotAtAll(RepetitionInfo repetition)
      throws InvalidProtocolBufferException {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    byte[] damaged = reply(Rendering.newBuilder().addFrames(frame(3, 2, random))).toByteArray();
    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    int end = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
    ByteBuffer in = ByteBuffer.wrap(damaged, 0, end);
    PictureReading reading = PictureReading.read(in);
    if (reading == null) {
      assertThat(in.position()).isZero();
    } else {
      requireSame(reading, SessionReply.parseFrom(ByteString.copyFrom(damaged, 0, end)));
    }
  }
}
