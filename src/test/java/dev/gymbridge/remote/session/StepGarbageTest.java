package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.Value;
import dev.gymbridge.remote.wire.SpaceCodec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a step over the bridge leaves to the garbage collector on this side. */
final class StepGarbageTest {
  private static final int STEPS = 20_000;

  /** The results, which are the caller's, and little besides. */
  private static final long MOST_BYTES_A_STEP = 1_500;

  private static final SessionReply MADE =
      SessionReply.newBuilder()
          .setMake(
              MakeReply.newBuilder()
                  .setObservationSpace(SpaceCodec.encode(Box.of(-1.0, 1.0, DType.FLOAT32, 4)))
                  .setActionSpace(SpaceCodec.encode(new Discrete(2))))
          .build();
  private static final ByteString ONE = ByteString.copyFrom(new byte[1]);
  private static final Value OBSERVATION =
      Value.newBuilder().addLeaves(ByteString.copyFrom(new byte[16])).build();
  private static final SessionReply RESET =
      SessionReply.newBuilder()
          .setReset(ResetReply.newBuilder().setObservation(OBSERVATION))
          .build();
  private static final SessionReply STEPPED =
      SessionReply.newBuilder()
          .setServerNanos(7_000)
          .setEnvironmentNanos(5_000)
          .setStep(
              StepReply.newBuilder()
                  .setObservation(OBSERVATION)
                  .setRewards(ByteString.copyFrom(new byte[8]))
                  .setTerminated(ONE)
                  .setTruncated(ONE))
          .build();

  /** Replies with what it is told, and allocates nothing meanwhile. */
  private static final class Script implements SessionTransport {
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 10);
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private int size;

    void reply(SessionReply reply) {
      in.clear().put(reply.toByteArray());
      size = in.position();
    }

    @Override
    public String server() {
      return "the script";
    }

    @Override
    public ByteBuffer request(int bytes) {
      return out.clear().limit(bytes);
    }

    @Override
    public void send(Duration timeLimit) {}

    @Override
    public ByteBuffer receive(Duration timeLimit) {
      return in.position(0).limit(size);
    }

    @Override
    public void close() {}
  }

  private static long allocated(ThreadMXBean threads, RemoteEnvironment environment) {
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (int i = 0; i < STEPS; i++) {
      environment.step(NdArray.scalar(i & 1));
    }
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }

  @Test
  void aStepLeavesLittleBehindAndTheLastNoMoreThanTheFirst() {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemorySupported());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Script script = new Script();
    script.reply(MADE);
    RemoteSession session = new RemoteSession(script, false, TimeLimits.DEFAULT);
    RemoteEnvironment environment =
        RemoteEnvironment.make(session, EnvironmentOptions.of("Script-v0"));
    script.reply(RESET);
    environment.reset();
    script.reply(STEPPED);
    long first = allocated(threads, environment);
    long last = allocated(threads, environment);
    assertThat(first / STEPS).isLessThan(MOST_BYTES_A_STEP);
    assertThat(last).isLessThanOrEqualTo(first + STEPS);
  }
}
