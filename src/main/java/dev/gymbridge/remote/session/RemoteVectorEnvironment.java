package dev.gymbridge.remote.session;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.remote.wire.Decoding;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.MalformedMessageException;
import dev.gymbridge.remote.wire.RenderingCodec;
import dev.gymbridge.remote.wire.ResetMessages;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.StepMessage;
import dev.gymbridge.remote.wire.StepReading;
import dev.gymbridge.remote.wire.ValueCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vector of environments behind one session: N environments in one message.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class RemoteVectorEnvironment implements VectorEnvironment, Timed {
  private final RemoteSession session;
  private final boolean includeInfo;
  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private final Space batchedActionSpace;
  private final ValueCodec actionCodec;
  private final VectorReplies replies;

  /** Null: the server does what it does at the end of an episode. */
  private final @Nullable LoneAutoreset lone;

  private RemoteVectorEnvironment(
      RemoteSession session, MakeMessages.Vector asked, int numEnvs, MakeReply reply) {
    boolean isLone = asked.isLone(numEnvs);
    if (reply.getNumEnvs() != (isLone ? 0 : numEnvs)) {
      throw new MalformedMessageException(
          "%d environments were asked for, %d were made".formatted(numEnvs, reply.getNumEnvs()));
    }
    this.session = session;
    this.includeInfo = asked.options().includeInfo();
    this.numEnvs = numEnvs;
    this.autoresetMode = asked.autoresetMode();
    this.spec = MakeMessages.spec(reply);
    this.observationSpace = SpaceCodec.decode(reply.getObservationSpace());
    this.actionSpace = SpaceCodec.decode(reply.getActionSpace());
    this.batchedActionSpace = actionSpace.batch(numEnvs);
    this.actionCodec = ValueCodec.of(actionSpace);
    this.replies = new VectorReplies(ValueCodec.of(observationSpace), numEnvs, isLone);
    this.lone = isLone ? new LoneAutoreset(session, replies, autoresetMode, includeInfo) : null;
  }

  /** Makes the environments; a session in which that fails is closed. */
  public static RemoteVectorEnvironment make(
      RemoteSession session, MakeMessages.Vector asked, int numEnvs) {
    return begin(session, asked, numEnvs).finish();
  }

  /** Asks for the environments, so that several servers may make theirs at the same time. */
  public static Making begin(RemoteSession session, MakeMessages.Vector asked, int numEnvs) {
    try {
      session.sendMake(asked.request(numEnvs));
      return new Making(session, asked, numEnvs);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Environments that were asked for. */
  public record Making(RemoteSession session, MakeMessages.Vector asked, int numEnvs) {
    /** Waits for them; a session in which that fails is closed. */
    public RemoteVectorEnvironment finish() {
      try {
        return new RemoteVectorEnvironment(session, asked, numEnvs, session.receiveMake());
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  @Override
  public int numEnvs() {
    return numEnvs;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Space singleObservationSpace() {
    return observationSpace;
  }

  @Override
  public Space singleActionSpace() {
    return actionSpace;
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    sendReset(options);
    return receiveReset();
  }

  /** Begins a reset; several servers may work on theirs at the same time. */
  public void sendReset(VectorResetOptions options) {
    session.sendReset(
        lone == null
            ? ResetMessages.vector(options, numEnvs, includeInfo)
            : ResetMessages.lone(options, includeInfo));
  }

  public VectorResetResult receiveReset() {
    ResetReply reply = session.receiveReset();
    if (lone != null) {
      lone.begun();
    }
    return replies.reset(reply);
  }

  @Override
  public void send(Value actions) {
    if (session.stepInFlight()) {
      throw new IllegalStateException("a step was already sent; call receive() first");
    }
    session.stepBegins();
    ActionCheck.batch(actionSpace, batchedActionSpace, actions, numEnvs);
    send(encode(actions));
  }

  private StepMessage encode(Value actions) {
    return new StepMessage(
        Decoding.encoded(() -> actionCodec.leavesOfBatch(actions, numEnvs)), includeInfo);
  }

  /** Begins a step: its request, which {@link #send(StepMessage)} takes. */
  public StepMessage begin(Value actions) {
    session.stepBegins();
    return encode(actions);
  }

  public void send(StepMessage request) {
    if (lone == null) {
      session.sendStep(request);
    } else {
      lone.send(request);
    }
  }

  @Override
  public VectorStepResult receive() {
    if (lone != null) {
      return lone.receive();
    }
    StepReading reply = session.receiveStep();
    try {
      return replies.step(reply);
    } finally {
      session.stepDecoded();
    }
  }

  @Override
  public List<Rendering> render() {
    sendRender();
    return receiveRender();
  }

  public void sendRender() {
    session.sendRender();
  }

  public List<Rendering> receiveRender() {
    return RenderingCodec.decode(session.receiveRender().getRenderingsList(), numEnvs);
  }

  /** Whether the session came to an end, and the environments with it. */
  public boolean isLost() {
    return session.isLost();
  }

  @Override
  public BridgeTiming timing() {
    return session.timing();
  }

  @Override
  public void close() {
    session.close();
  }
}
