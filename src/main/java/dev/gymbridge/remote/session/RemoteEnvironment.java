package dev.gymbridge.remote.session;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.remote.wire.DataCodec;
import dev.gymbridge.remote.wire.Decoding;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.ResetMessages;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.StepMessage;
import dev.gymbridge.remote.wire.StepReading;
import dev.gymbridge.remote.wire.ValueCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One environment behind a session.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class RemoteEnvironment implements Environment, Timed {
  private final RemoteSession session;
  private final boolean includeInfo;
  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private final ValueCodec observationCodec;
  private final ValueCodec actionCodec;

  private RemoteEnvironment(RemoteSession session, boolean includeInfo, MakeReply reply) {
    this.session = session;
    this.includeInfo = includeInfo;
    this.spec = MakeMessages.spec(reply);
    this.observationSpace = SpaceCodec.decode(reply.getObservationSpace());
    this.actionSpace = SpaceCodec.decode(reply.getActionSpace());
    this.observationCodec = ValueCodec.of(observationSpace);
    this.actionCodec = ValueCodec.of(actionSpace);
  }

  /** Makes the environment; a session in which that fails is closed. */
  public static RemoteEnvironment make(RemoteSession session, EnvironmentOptions options) {
    try {
      MakeReply reply = session.make(MakeMessages.single(options));
      return new RemoteEnvironment(session, options.includeInfo(), reply);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    ResetReply reply = session.reset(ResetMessages.single(options, includeInfo));
    return new ResetResult(
        observationCodec.decode(reply.getObservation()),
        info(reply.hasInfo() ? reply.getInfo() : null));
  }

  @Override
  public StepResult step(Value action) {
    session.stepBegins();
    ActionCheck.single(actionSpace, action);
    session.sendStep(
        new StepMessage(Decoding.encoded(() -> actionCodec.leaves(action)), includeInfo));
    StepReading reply = session.receiveStep();
    try {
      return decode(reply);
    } finally {
      session.stepDecoded();
    }
  }

  private StepResult decode(StepReading reply) {
    return new StepResult(
        observationCodec.decode(reply.observation()),
        reply.rewards(1)[0],
        reply.terminated(1)[0],
        reply.truncated(1)[0],
        info(reply.info()));
  }

  static Map<String, Object> info(@Nullable DataMap info) {
    return info == null ? Map.of() : DataCodec.decodeMap(info);
  }

  @Override
  public Rendering render() {
    return session.render();
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
