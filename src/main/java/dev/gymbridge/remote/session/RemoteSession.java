package dev.gymbridge.remote.session;

import dev.gymbridge.env.Rendering;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.RenderRequest;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.Vectorization;
import dev.gymbridge.remote.wire.PictureReading;
import dev.gymbridge.remote.wire.RenderingCodec;
import dev.gymbridge.remote.wire.StepMessage;
import dev.gymbridge.remote.wire.StepReading;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The client's end of a session: typed requests and replies, each with its time limit, and the time
 * of steps counted.
 *
 * <p>Used by one thread at a time; {@link #close} may come from another while a request is under
 * way, and ends it.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class RemoteSession implements AutoCloseable {
  private final Conversation conversation;
  private final StepTimer timer = new StepTimer();
  private final StepReading reading = new StepReading();
  private TimeLimits limits;

  /**
   * Over a carrier, which is the session's from then on.
   *
   * @param numbered whether the server numbers its replies
   */
  public RemoteSession(SessionTransport transport, boolean numbered, TimeLimits limits) {
    this.conversation = new Conversation(new Exchange(transport, numbered));
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
    conversation.send(SessionRequest.newBuilder().setMake(request), limits.make());
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
    conversation.send(SessionRequest.newBuilder().setReset(request), limits.reset());
  }

  ResetReply receiveReset() {
    return receive(limits.reset(), SessionRequest.KindCase.RESET, SessionReply.KindCase.RESET)
        .getReset();
  }

  /** What the one environment drew. */
  Rendering render() {
    sendRender();
    ByteBuffer bytes = conversation.receive(limits.step());
    PictureReading picture = PictureReading.read(bytes);
    if (picture == null) {
      return RenderingCodec.decode(readRender(bytes).getRenderingsList(), 1).get(0);
    }
    conversation.requireAwaited(picture.number());
    return picture.rendering();
  }

  void sendRender() {
    conversation.send(
        SessionRequest.newBuilder().setRender(RenderRequest.getDefaultInstance()), limits.step());
  }

  RenderReply receiveRender() {
    return readRender(conversation.receive(limits.step()));
  }

  private RenderReply readRender(ByteBuffer bytes) {
    return conversation
        .read(bytes, SessionRequest.KindCase.RENDER, SessionReply.KindCase.RENDER)
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
    timer.sent();
    conversation.send(step, limits.step());
  }

  /**
   * Waits for the reply to the step that was sent; once it is decoded, call {@link #stepDecoded}.
   *
   * @return the same object each time, good until the next request
   * @throws IllegalStateException if none was sent
   */
  StepReading receiveStep() {
    ByteBuffer bytes = conversation.receiveStep(limits.step());
    timer.arrived();
    if (reading.readPlain(bytes)) {
      conversation.requireAwaited(reading.number());
    } else {
      reading.take(
          conversation.read(bytes, SessionRequest.KindCase.STEP, SessionReply.KindCase.STEP));
    }
    timer.read(reading.serverNanos(), reading.environmentNanos());
    return reading;
  }

  /** Ends the time of the step received last. */
  void stepDecoded() {
    timer.decoded();
  }

  boolean stepInFlight() {
    return conversation.stepInFlight();
  }

  BridgeTiming timing() {
    return timer.timing();
  }

  /** Whether the session itself came to an end, other than by being closed here. */
  boolean isLost() {
    return conversation.isLost();
  }

  private SessionReply receive(
      Duration timeLimit, SessionRequest.KindCase asked, SessionReply.KindCase expected) {
    return conversation.read(conversation.receive(timeLimit), asked, expected);
  }

  /**
   * Closes the environment on the server, waiting a moment for it, and ends the session; at once
   * where another thread waits for a reply.
   */
  @Override
  public void close() {
    conversation.close(limits.close());
  }
}
