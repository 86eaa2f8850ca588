package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.remote.session.SessionEnds;
import dev.gymbridge.remote.session.SessionTransport;
import dev.gymbridge.remote.session.StoppedTime;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session over one bidirectional gRPC stream.
 *
 * <p>The callbacks run on the thread that reads the connection (a direct executor) and only fill a
 * slot and wake the waiting thread: one hand-over a reply, no queue, no allocation. The waiting
 * thread parks at once: spinning for 20 us or 500 us first gained nothing on two cores, where the
 * core spun on is one that the server could use.
 */
final class GrpcSessionTransport extends ClientCall.Listener<byte[]> implements SessionTransport {
  private static final MethodDescriptor<byte[], byte[]> SESSION =
      EnvironmentServiceGrpc.getSessionMethod().toBuilder(new Bytes(), new Bytes()).build();

  /** Short beside any limit, so that time in which the program was stopped shows. */
  private static final long LONGEST_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClientCall<byte[], byte[]> call;
  private final CallFailures failures;

  private byte[] request = {};
  private volatile byte @Nullable [] reply;
  private volatile @Nullable Status end;
  private volatile @Nullable Thread waiting;
  private volatile boolean owed;
  private boolean inFlight;
  private long sentAt;

  GrpcSessionTransport(Channel channel, CallFailures failures) {
    this.failures = failures;
    this.call = channel.newCall(SESSION, CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.request(1);
  }

  @Override
  public String server() {
    return failures.server();
  }

  @Override
  public ByteBuffer request(int size) {
    request = new byte[size];
    return ByteBuffer.wrap(request);
  }

  @Override
  public void send(Duration timeLimit) {
    if (inFlight) {
      throw new IllegalStateException("a request is under way; receive its reply first");
    }
    Status ended = end;
    if (ended != null) {
      throw failures.translate(ended);
    }
    inFlight = true;
    sentAt = System.nanoTime();
    owed = true;
    try {
      call.sendMessage(request);
    } catch (IllegalStateException | RejectedExecutionException closedMeanwhile) {
      inFlight = false;
      Status status = end;
      throw failures.translate(
          status != null ? status : Status.UNAVAILABLE.withCause(closedMeanwhile));
    }
  }

  @Override
  public ByteBuffer receive(Duration timeLimit) {
    if (!inFlight) {
      throw new IllegalStateException("no request is under way; send one first");
    }
    inFlight = false;
    waiting = Thread.currentThread();
    try {
      return ByteBuffer.wrap(await(timeLimit));
    } finally {
      waiting = null;
    }
  }

  private byte[] await(Duration timeLimit) {
    long limitNanos = timeLimit.toNanos();
    while (true) {
      byte[] received = reply;
      if (received != null) {
        reply = null;
        return received;
      }
      Status ended = end;
      if (ended != null) {
        throw failures.translate(ended);
      }
      long left = limitNanos - (System.nanoTime() - sentAt);
      if (left <= 0) {
        throw end(SessionEnds.timedOut(failures.server(), timeLimit));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw end(SessionEnds.interrupted(failures.server()));
      }
      long asked = Math.min(left, LONGEST_PARK_NANOS);
      long parked = System.nanoTime();
      LockSupport.parkNanos(this, asked);
      sentAt += StoppedTime.nanos(System.nanoTime() - parked, asked);
    }
  }

  private EnvironmentException end(EnvironmentException exception) {
    end(Status.CANCELLED.withDescription(exception.getMessage()));
    return exception;
  }

  @Override
  public void onMessage(byte[] message) {
    if (!owed) {
      end(Status.INTERNAL.withDescription("it sent a reply that nobody asked for"));
      return;
    }
    owed = false;
    reply = message;
    LockSupport.unpark(waiting);
    // Asked for here, on the connection's own thread, where it costs no wake-up.
    call.request(1);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (end == null) {
      end = status;
    }
    LockSupport.unpark(waiting);
  }

  private void end(Status status) {
    if (end == null) {
      end = status;
    }
    try {
      call.cancel(status.getDescription(), null);
    } catch (RejectedExecutionException connectionGone) {
      // With its thread: nothing is left to be cancelled.
    }
    LockSupport.unpark(waiting);
  }

  @Override
  public void close() {
    end(Status.CANCELLED.withDescription("the session was closed"));
  }

  /** Messages as they are: what they say is not the carrier's business. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
