package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a step, read again and again into the same object.
 *
 * <p>A reply of nothing but an observation of one leaf, rewards and ends is read where it lies, and
 * only its observation is copied; any other by protobuf's classes. Good until the next request.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class StepReading {
  static final int SERVER_NANOS = SessionReply.SERVER_NANOS_FIELD_NUMBER << 3;
  static final int ENVIRONMENT_NANOS = SessionReply.ENVIRONMENT_NANOS_FIELD_NUMBER << 3;
  static final int NUMBER = SessionReply.NUMBER_FIELD_NUMBER << 3;
  private static final int STEP = SessionReply.STEP_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int OBSERVATION = StepReply.OBSERVATION_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int REWARDS = StepReply.REWARDS_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int TERMINATED = StepReply.TERMINATED_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int TRUNCATED = StepReply.TRUNCATED_FIELD_NUMBER << 3 | Varint.BYTES;
  private static final int LEAF = Value.LEAVES_FIELD_NUMBER << 3 | Varint.BYTES;

  private final FieldBytes rewards = new FieldBytes("rewards");
  private final FieldBytes terminated = new FieldBytes("terminated");
  private final FieldBytes truncated = new FieldBytes("truncated");
  private List<ByteString> observation = List.of();
  private @Nullable StepReply rest;
  private long number;
  private long serverNanos;
  private long environmentNanos;

  /**
   * Reads a reply that is plain.
   *
   * @return whether it is; else nothing is known, and the buffer stands where it stood
   */
  public boolean readPlain(ByteBuffer in) {
    int start = in.position();
    in.order(ByteOrder.LITTLE_ENDIAN);
    rest = null;
    number = serverNanos = environmentNanos = 0;
    try {
      if (readReply(in)) {
        return true;
      }
    } catch (BufferUnderflowException | MalformedMessageException e) {
      // Protobuf says what is wrong with it.
    }
    in.position(start);
    return false;
  }

  private boolean readReply(ByteBuffer in) {
    boolean read = false;
    while (in.hasRemaining()) {
      int tag = in.get();
      if (tag == SERVER_NANOS) {
        serverNanos = Varint.read(in);
      } else if (tag == ENVIRONMENT_NANOS) {
        environmentNanos = Varint.read(in);
      } else if (tag == NUMBER) {
        number = Varint.read(in);
      } else if (tag == STEP && !read && readStep(in, Varint.read(in))) {
        read = true;
      } else {
        return false;
      }
    }
    return read;
  }

  /** All fields, in their order, and none besides. */
  private boolean readStep(ByteBuffer in, long size) {
    long end = in.position() + size;
    if (size < 0 || end > in.limit() || in.get() != OBSERVATION) {
      return false;
    }
    long observationEnd = Varint.read(in) + in.position();
    if (in.get() != LEAF) {
      return false;
    }
    long leafSize = Varint.read(in);
    if (leafSize < 0 || leafSize > in.remaining() || in.position() + leafSize != observationEnd) {
      return false;
    }
    byte[] leaf = new byte[(int) leafSize];
    in.get(leaf);
    observation = List.of(UnsafeByteOperations.unsafeWrap(leaf));
    return rewards.read(in, REWARDS)
        && terminated.read(in, TERMINATED)
        && truncated.read(in, TRUNCATED)
        && in.position() == end;
  }

  /** Takes a reply, which is a step, from protobuf's classes. */
  public void take(SessionReply reply) {
    StepReply step = reply.getStep();
    number = reply.getNumber();
    serverNanos = reply.getServerNanos();
    environmentNanos = reply.getEnvironmentNanos();
    observation = step.getObservation().getLeavesList();
    rewards.take(step.getRewards());
    terminated.take(step.getTerminated());
    truncated.take(step.getTruncated());
    rest = step;
  }

  /** That of the request. */
  public long number() {
    return number;
  }

  public long serverNanos() {
    return serverNanos;
  }

  public long environmentNanos() {
    return environmentNanos;
  }

  /** The leaves of the observations; they stay good. */
  public List<ByteString> observation() {
    return observation;
  }

  /** [n] */
  public double[] rewards(int n) {
    return rewards.doubles(n);
  }

  /** [n] */
  public boolean[] terminated(int n) {
    return terminated.flags(n);
  }

  /** [n] */
  public boolean[] truncated(int n) {
    return truncated.flags(n);
  }

  /** The leaves of the last observations of the episodes that ended; null where none are said. */
  public @Nullable List<ByteString> finalObservation() {
    return rest != null && rest.hasFinalObservation()
        ? rest.getFinalObservation().getLeavesList()
        : null;
  }

  /** Null where there is none. */
  public @Nullable DataMap info() {
    return rest != null && rest.hasInfo() ? rest.getInfo() : null;
  }

  /** Of the episodes that ended; null where there is none. */
  public @Nullable DataMap finalInfo() {
    return rest != null && rest.hasFinalInfo() ? rest.getFinalInfo() : null;
  }
}
