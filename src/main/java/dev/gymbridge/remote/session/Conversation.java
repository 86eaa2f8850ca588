package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.proto.v1.CloseRequest;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.remote.wire.StepMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply at a time: whose turn it is, and what it means where one of them fails.
 *
 * <p>Used by one thread at a time; {@link #close} may come from another while a request is under
 * way, and ends it.
 */
final class Conversation {
  private final Exchange exchange;

  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether a request is under way: from its sending until its reply is there. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private volatile @Nullable Thread sender;
  private boolean broken;
  private boolean lost;
  private boolean stepInFlight;

  Conversation(Exchange exchange) {
    this.exchange = exchange;
  }

  void send(SessionRequest.Builder request, Duration timeLimit) {
    begin(request.getKindCase().name().toLowerCase(Locale.ROOT));
    carry(() -> exchange.send(request, timeLimit));
  }

  void send(StepMessage step, Duration timeLimit) {
    begin("step");
    carry(() -> exchange.sendStep(step, timeLimit));
    stepInFlight = true;
  }

  boolean stepInFlight() {
    return stepInFlight;
  }

  private void begin(String what) {
    boolean free = !closed.get() && busy.compareAndSet(false, true);
    if (!free && closed.get()) {
      throw new EnvironmentException(what + " called after close; make the environment again");
    }
    if (!free) {
      throw new IllegalStateException(
          what + " called while a step is under way; call receive() first");
    }
    sender = Thread.currentThread();
  }

  private void carry(Runnable sending) {
    boolean sent = false;
    try {
      sending.run();
      sent = true;
    } catch (EnvironmentException e) {
      lost = true;
      throw e;
    } finally {
      if (!sent) {
        busy.set(false);
      }
    }
  }

  /** The reply as it came; good until the next request. */
  ByteBuffer receive(Duration timeLimit) {
    try {
      return exchange.receive(timeLimit);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    } finally {
      busy.set(false);
    }
  }

  /**
   * Likewise, that to a step.
   *
   * @throws IllegalStateException if none was sent
   */
  ByteBuffer receiveStep(Duration timeLimit) {
    if (!stepInFlight) {
      throw new IllegalStateException("no step was sent; call send() first");
    }
    stepInFlight = false;
    return receive(timeLimit);
  }

  /**
   * Reads a reply, which must be of the kind that was asked for.
   *
   * @throws EnvironmentException if it is an error, or no such reply
   */
  SessionReply read(
      ByteBuffer bytes, SessionRequest.KindCase asked, SessionReply.KindCase expected) {
    SessionReply reply = read(bytes, expected == SessionReply.KindCase.RENDER);
    if (reply.getKindCase() == expected) {
      return reply;
    }
    if (reply.hasError()) {
      broken |= !reply.getError().getSessionContinues();
      lost |= SessionErrors.isCrash(reply.getError());
      throw SessionErrors.of(reply.getError(), asked);
    }
    broken = true;
    exchange.close();
    throw new EnvironmentException(
        "the server replied to %s with %s; it does not keep to the protocol"
            .formatted(asked, reply.getKindCase()));
  }

  private SessionReply read(ByteBuffer bytes, boolean borrowed) {
    try {
      return exchange.read(bytes, borrowed);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    }
  }

  /** Refuses the number of a reply to another request. */
  void requireAwaited(long number) {
    try {
      exchange.requireAwaited(number);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    }
  }

  private void lost() {
    broken = true;
    lost = true;
  }

  /** Whether it came to an end, other than by being closed here. */
  boolean isLost() {
    return lost && !closed.get() && !Thread.currentThread().isInterrupted();
  }

  /**
   * Closes the environment on the server, waiting a moment for it, and ends the session.
   *
   * <p>While another thread waits for a reply, it ends the session at once and so releases that
   * thread: the end of the stream closes the environment too.
   */
  void close(Duration timeLimit) {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean underWay = !busy.compareAndSet(false, true);
    if (underWay && sender != Thread.currentThread()) {
      exchange.close();
      return;
    }
    try {
      if (underWay) {
        stepInFlight = false;
        exchange.receive(timeLimit);
      }
      if (!broken) {
        exchange.send(
            SessionRequest.newBuilder().setClose(CloseRequest.getDefaultInstance()), timeLimit);
        exchange.receive(timeLimit);
      }
    } catch (EnvironmentException serverGone) {
      // The end of the stream closes the environment as well: nothing is left to mend.
    } finally {
      exchange.close();
    }
  }
}
