package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.StepRequest;
import dev.gymbridge.proto.v1.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Messages of a step written and read by hand, beside protobuf's own classes. */
final class StepBytesTest {
  private final StepReading reading = new StepReading();
  private SplittableRandom random = new SplittableRandom(1);

  private ByteString bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  /** Of any length in bytes that a varint has. */
  private long number() {
    return random.nextLong() >>> random.nextInt(64);
  }

  private SessionReply plainReply(int n) {
    byte[] flags = new byte[n];
    flags[n - 1] = 1;
    ByteString rewards = ByteString.copyFrom(new byte[8 * n]);
    return SessionReply.newBuilder()
        .setServerNanos(number())
        .setEnvironmentNanos(number())
        .setNumber(number())
        .setStep(
            StepReply.newBuilder()
                .setObservation(Value.newBuilder().addLeaves(bytes(20_000)))
                .setRewards(rewards)
                .setTerminated(ByteString.copyFrom(flags))
                .setTruncated(ByteString.copyFrom(new byte[n])))
        .build();
  }

  private void requireSame(SessionReply reply, int n) {
    StepReply step = reply.getStep();
    assertThat(reading.number()).isEqualTo(reply.getNumber());
    assertThat(reading.serverNanos()).isEqualTo(reply.getServerNanos());
    assertThat(reading.environmentNanos()).isEqualTo(reply.getEnvironmentNanos());
    assertThat(reading.observation()).isEqualTo(step.getObservation().getLeavesList());
    ByteBuffer rewards = ByteBuffer.allocate(8 * n).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    rewards.asDoubleBuffer().put(reading.rewards(n));
    assertThat(ByteString.copyFrom(rewards)).isEqualTo(step.getRewards());
    for (int i = 0; i < n; i++) {
      assertThat(reading.terminated(n)[i]).isEqualTo(step.getTerminated().byteAt(i) != 0);
      assertThat(reading.truncated(n)[i]).isEqualTo(step.getTruncated().byteAt(i) != 0);
    }
  }

  @RepeatedTest(100)
  void aRequestIsWrittenAsProtobufWritesIt(RepetitionInfo repetition) {
    random = new SplittableRandom(repetition.getCurrentRepetition());
    List<ByteString> leaves =
        random.ints(random.nextInt(4), 0, 20_000).mapToObj(this::bytes).toList();
    StepMessage message = new StepMessage(leaves, random.nextBoolean());
    long number = number() | 1;
    byte[] written = new byte[message.size(number)];
    ByteBuffer out = ByteBuffer.wrap(written);
    message.writeTo(out, number);
    assertThat(out.hasRemaining()).isFalse();
    assertThat(written)
        .isEqualTo(
            SessionRequest.newBuilder()
                .setStep(
                    StepRequest.newBuilder()
                        .setAction(Value.newBuilder().addAllLeaves(leaves))
                        .setWantInfo(message.wantInfo()))
                .setNumber(number)
                .build()
                .toByteArray());
  }

  @RepeatedTest(100)
  void aPlainReplyIsReadAsProtobufReadsIt(RepetitionInfo repetition) {
    random = new SplittableRandom(repetition.getCurrentRepetition());
    int n = 1 + random.nextInt(200);
    SessionReply reply = plainReply(n);
    assertThat(reading.readPlain(ByteBuffer.wrap(reply.toByteArray()))).isTrue();
    requireSame(reply, n);
  }

  @Test
  void anyOtherReplyIsLeftToProtobufAndTakenFromIt() {
    SessionReply plain = plainReply(3);
    StepReply step = plain.getStep();
    List<SessionReply> others =
        List.of(
            plain.toBuilder()
                .setStep(step.toBuilder().setInfo(DataMap.getDefaultInstance()))
                .build(),
            plain.toBuilder()
                .setStep(
                    step.toBuilder().setFinalObservation(Value.newBuilder().addLeaves(bytes(9))))
                .build(),
            plain.toBuilder()
                .setStep(
                    step.toBuilder()
                        .setObservation(Value.newBuilder().addLeaves(bytes(9)).addLeaves(bytes(9))))
                .build());
    for (SessionReply other : others) {
      ByteBuffer in = ByteBuffer.wrap(other.toByteArray());
      assertThat(reading.readPlain(in)).isFalse();
      assertThat(in.position()).isZero();
      reading.take(other);
      requireSame(other, 3);
      assertThat(reading.info() != null).isEqualTo(other.getStep().hasInfo());
      assertThat(reading.finalObservation() != null)
          .isEqualTo(other.getStep().hasFinalObservation());
    }
  }

  @RepeatedTest(200)
  void whatIsDamagedIsReadAsProtobufReadsItOrNotAtAll(RepetitionInfo repetition)
      throws InvalidProtocolBufferException {
    random = new SplittableRandom(repetition.getCurrentRepetition());
    byte[] damaged = plainReply(2).toByteArray();
    damaged[random.nextInt(Math.min(40, damaged.length))] = (byte) random.nextInt(256);
    int end = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
    ByteBuffer in = ByteBuffer.wrap(damaged, 0, end);
    if (reading.readPlain(in)) {
      SessionReply reply = SessionReply.parseFrom(ByteString.copyFrom(damaged, 0, end));
      assertThat(reading.number()).isEqualTo(reply.getNumber());
      assertThat(reading.observation()).isEqualTo(reply.getStep().getObservation().getLeavesList());
    } else {
      assertThat(in.position()).isZero();
    }
  }
}
