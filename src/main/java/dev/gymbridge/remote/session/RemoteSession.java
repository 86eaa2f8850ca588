package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.proto.v1.CloseRequest;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.RenderRequest;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.StepRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a session: typed requests, replies checked for their kind, errors as
 * exceptions, the time counted.
 *
 * <p>Used by one thread at a time; {@link #close} may come from another while a request is under
 * way, and ends it.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class RemoteSession implements AutoCloseable {
  private final SessionTransport transport;
  private final TimeLimits limits;

  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether a request is under way: from its sending until its reply is there. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private volatile @Nullable Thread sender;
  private boolean broken;
  private boolean lost;
  private boolean stepInFlight;
  private long stepBegunAt;
  private long stepSentAt;

  private long steps;
  private long totalNanos;
  private long roundTripNanos;
  private long serverNanos;
  private long environmentNanos;

  public RemoteSession(SessionTransport transport, TimeLimits limits) {
    this.transport = transport;
    this.limits = limits;
  }

  MakeReply make(MakeRequest request) {
    sendMake(request);
    return receiveMake();
  }

  /** Hands over a request, so that several sessions may work on theirs at the same time. */
  void sendMake(MakeRequest request) {
    send(SessionRequest.newBuilder().setMake(request).build());
  }

  MakeReply receiveMake() {
    return receive(limits.make(), SessionRequest.KindCase.MAKE, SessionReply.KindCase.MAKE)
        .getMake();
  }

  ResetReply reset(ResetRequest request) {
    sendReset(request);
    return receiveReset();
  }

  void sendReset(ResetRequest request) {
    send(SessionRequest.newBuilder().setReset(request).build());
  }

  ResetReply receiveReset() {
    return receive(limits.reset(), SessionRequest.KindCase.RESET, SessionReply.KindCase.RESET)
        .getReset();
  }

  RenderReply render() {
    sendRender();
    return receiveRender();
  }

  void sendRender() {
    send(SessionRequest.newBuilder().setRender(RenderRequest.getDefaultInstance()).build());
  }

  RenderReply receiveRender() {
    return receive(limits.step(), SessionRequest.KindCase.RENDER, SessionReply.KindCase.RENDER)
        .getRender();
  }

  /** Begins the time of a step, before its actions are encoded. */
  void stepBegins() {
    stepBegunAt = System.nanoTime();
  }

  /**
   * Hands over a step without waiting for its reply.
   *
   * @throws IllegalStateException if another is under way
   */
  void sendStep(StepRequest request) {
    begin("step");
    stepSentAt = System.nanoTime();
    carry(SessionRequest.newBuilder().setStep(request).build());
    stepInFlight = true;
  }

  /**
   * Waits for the reply to the step that was sent; once it is decoded, call {@link #stepDecoded}.
   *
   * @throws IllegalStateException if none was sent
   */
  StepReply receiveStep() {
    if (!stepInFlight) {
      throw new IllegalStateException("no step was sent; call send() first");
    }
    stepInFlight = false;
    SessionReply reply = receive(limits.step());
    long arrivedAt = System.nanoTime();
    StepReply step =
        checked(reply, SessionRequest.KindCase.STEP, SessionReply.KindCase.STEP).getStep();
    steps++;
    roundTripNanos += arrivedAt - stepSentAt;
    serverNanos += reply.getServerNanos();
    environmentNanos += reply.getEnvironmentNanos();
    return step;
  }

  /** Ends the time of the step received last. */
  void stepDecoded() {
    totalNanos += System.nanoTime() - stepBegunAt;
  }

  boolean stepInFlight() {
    return stepInFlight;
  }

  BridgeTiming timing() {
    return new BridgeTiming(steps, totalNanos, roundTripNanos, serverNanos, environmentNanos);
  }

  /** Whether the session itself came to an end, other than by being closed here. */
  boolean isLost() {
    return lost && !closed.get() && !Thread.currentThread().isInterrupted();
  }

  private void send(SessionRequest request) {
    begin(request.getKindCase().name().toLowerCase(java.util.Locale.ROOT));
    carry(request);
  }

  private void carry(SessionRequest request) {
    boolean sent = false;
    try {
      transport.send(request);
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

  private SessionReply receive(
      Duration timeLimit, SessionRequest.KindCase asked, SessionReply.KindCase expected) {
    return checked(receive(timeLimit), asked, expected);
  }

  private SessionReply receive(Duration timeLimit) {
    try {
      return transport.receive(timeLimit);
    } catch (EnvironmentException e) {
      broken = true;
      lost = true;
      throw e;
    } finally {
      busy.set(false);
    }
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

  private SessionReply checked(
      SessionReply reply, SessionRequest.KindCase asked, SessionReply.KindCase expected) {
    if (reply.getKindCase() == expected) {
      return reply;
    }
    if (reply.hasError()) {
      broken |= !reply.getError().getSessionContinues();
      throw SessionErrors.of(reply.getError(), asked);
    }
    broken = true;
    transport.close();
    throw new EnvironmentException(
        "the server replied to %s with %s; it does not keep to the protocol"
            .formatted(asked, reply.getKindCase()));
  }

  /**
   * Closes the environment on the server, waiting a moment for it, and ends the session.
   *
   * <p>While another thread waits for a reply, it ends the session at once and so releases that
   * thread: the end of the stream closes the environment too.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean underWay = !busy.compareAndSet(false, true);
    if (underWay && sender != Thread.currentThread()) {
      transport.close();
      return;
    }
    try {
      if (underWay) {
        stepInFlight = false;
        transport.receive(limits.close());
      }
      if (!broken) {
        transport.exchange(
            SessionRequest.newBuilder().setClose(CloseRequest.getDefaultInstance()).build(),
            limits.close());
      }
    } catch (EnvironmentException serverGone) {
      // The end of the stream closes the environment as well: nothing is left to mend.
    } finally {
      transport.close();
    }
  }
}
