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
import dev.gymbridge.proto.v1.Vectorization;
import dev.gymbridge.remote.wire.StepMessage;
import dev.gymbridge.remote.wire.StepReading;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
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
  private final Exchange exchange;
  private final StepTimer timer = new StepTimer();
  private final StepReading reading = new StepReading();
  private TimeLimits limits;

  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether a request is under way: from its sending until its reply is there. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private volatile @Nullable Thread sender;
  private boolean broken;
  private boolean lost;
  private boolean stepInFlight;

  /**
   * Over a carrier, which is the session's from then on.
   *
   * @param numbered whether the server numbers its replies
   */
  public RemoteSession(SessionTransport transport, boolean numbered, TimeLimits limits) {
    this.exchange = new Exchange(transport, numbered);
    this.limits = limits;
  }

  MakeReply make(MakeRequest request) {
    sendMake(request);
    return receiveMake();
  }

  /** Hands over a request, so that several sessions may work on theirs at the same time. */
  void sendMake(MakeRequest request) {
    // Only an implementation of the environment's own steps all of them at once.
    if (request.getNumEnvs() > 1
        && request.getVectorization() != Vectorization.VECTORIZATION_VECTOR_ENTRY_POINT) {
      limits = limits.times(request.getNumEnvs());
    }
    send(SessionRequest.newBuilder().setMake(request), limits.make());
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
    send(SessionRequest.newBuilder().setReset(request), limits.reset());
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
    send(SessionRequest.newBuilder().setRender(RenderRequest.getDefaultInstance()), limits.step());
  }

  RenderReply receiveRender() {
    return receive(limits.step(), SessionRequest.KindCase.RENDER, SessionReply.KindCase.RENDER)
        .getRender();
  }

  /** Begins the time of a step, before its actions are encoded. */
  void stepBegins() {
    timer.begins();
  }

  /**
   * Hands over a step without waiting for its reply.
   *
   * @throws IllegalStateException if another is under way
   */
  void sendStep(StepMessage step) {
    begin("step");
    timer.sent();
    boolean sent = false;
    try {
      exchange.sendStep(step, limits.step());
      sent = true;
    } catch (EnvironmentException e) {
      lost = true;
      throw e;
    } finally {
      notSentIsFree(sent);
    }
    stepInFlight = true;
  }

  /**
   * Waits for the reply to the step that was sent; once it is decoded, call {@link #stepDecoded}.
   *
   * @return the same object each time, good until the next request
   * @throws IllegalStateException if none was sent
   */
  StepReading receiveStep() {
    if (!stepInFlight) {
      throw new IllegalStateException("no step was sent; call send() first");
    }
    stepInFlight = false;
    ByteBuffer bytes = receive(limits.step());
    timer.arrived();
    if (reading.readPlain(bytes)) {
      requireAwaited(reading.number());
    } else {
      reading.take(
          checked(read(bytes, false), SessionRequest.KindCase.STEP, SessionReply.KindCase.STEP));
    }
    timer.read(reading.serverNanos(), reading.environmentNanos());
    return reading;
  }

  private void requireAwaited(long number) {
    try {
      exchange.requireAwaited(number);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    }
  }

  /** Ends the time of the step received last. */
  void stepDecoded() {
    timer.decoded();
  }

  boolean stepInFlight() {
    return stepInFlight;
  }

  BridgeTiming timing() {
    return timer.timing();
  }

  /** Whether the session itself came to an end, other than by being closed here. */
  boolean isLost() {
    return lost && !closed.get() && !Thread.currentThread().isInterrupted();
  }

  private void send(SessionRequest.Builder request, Duration timeLimit) {
    begin(request.getKindCase().name().toLowerCase(Locale.ROOT));
    carry(request, timeLimit);
  }

  private void carry(SessionRequest.Builder request, Duration timeLimit) {
    boolean sent = false;
    try {
      exchange.send(request, timeLimit);
      sent = true;
    } catch (EnvironmentException e) {
      lost = true;
      throw e;
    } finally {
      notSentIsFree(sent);
    }
  }

  private void notSentIsFree(boolean sent) {
    if (!sent) {
      busy.set(false);
    }
  }

  private SessionReply receive(
      Duration timeLimit, SessionRequest.KindCase asked, SessionReply.KindCase expected) {
    boolean borrowed = expected == SessionReply.KindCase.RENDER; // decoded at once, into its own
    return checked(read(receive(timeLimit), borrowed), asked, expected);
  }

  private ByteBuffer receive(Duration timeLimit) {
    try {
      return exchange.receive(timeLimit);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    } finally {
      busy.set(false);
    }
  }

  private SessionReply read(ByteBuffer bytes, boolean borrowed) {
    try {
      return exchange.read(bytes, borrowed);
    } catch (EnvironmentException e) {
      lost();
      throw e;
    }
  }

  private void lost() {
    broken = true;
    lost = true;
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
      lost |= SessionErrors.isCrash(reply.getError());
      throw SessionErrors.of(reply.getError(), asked);
    }
    broken = true;
    exchange.close();
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
      exchange.close();
      return;
    }
    try {
      if (underWay) {
        stepInFlight = false;
        exchange.receive(limits.close());
      }
      if (!broken) {
        exchange.send(
            SessionRequest.newBuilder().setClose(CloseRequest.getDefaultInstance()),
            limits.close());
        exchange.receive(limits.close());
      }
    } catch (EnvironmentException serverGone) {
      // The end of the stream closes the environment as well: nothing is left to mend.
    } finally {
      exchange.close();
    }
  }
}
