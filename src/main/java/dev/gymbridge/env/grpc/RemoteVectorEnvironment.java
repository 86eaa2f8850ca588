package dev.gymbridge.env.grpc;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.OptionalSeed;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SeedList;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.StepRequest;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A vector of environments behind one session: N environments in one message. */
final class RemoteVectorEnvironment implements VectorEnvironment {
  private final RemoteSession session;
  private final boolean includeInfo;
  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private final ValueCodec observationCodec;
  private final ValueCodec actionCodec;

  private RemoteVectorEnvironment(
      RemoteSession session,
      boolean includeInfo,
      int numEnvs,
      AutoresetMode autoresetMode,
      MakeReply reply) {
    if (reply.getNumEnvs() != numEnvs) {
      throw new MalformedMessageException(
          "%d environments were asked for, %d were made".formatted(numEnvs, reply.getNumEnvs()));
    }
    this.session = session;
    this.includeInfo = includeInfo;
    this.numEnvs = numEnvs;
    this.autoresetMode = autoresetMode;
    this.spec = MakeMessages.spec(reply);
    this.observationSpace = SpaceCodec.decode(reply.getObservationSpace());
    this.actionSpace = SpaceCodec.decode(reply.getActionSpace());
    this.observationCodec = ValueCodec.of(observationSpace);
    this.actionCodec = ValueCodec.of(actionSpace);
  }

  /** Makes the environments; a session in which that fails is closed. */
  static RemoteVectorEnvironment make(
      RemoteSession session,
      EnvironmentOptions options,
      int numEnvs,
      AutoresetMode autoresetMode,
      Vectorization vectorization) {
    try {
      MakeRequest request = MakeMessages.vector(options, numEnvs, autoresetMode, vectorization);
      MakeReply reply = session.make(request);
      return new RemoteVectorEnvironment(
          session, options.includeInfo(), numEnvs, autoresetMode, reply);
    } catch (RuntimeException e) {
      session.close();
      throw e;
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
    ResetReply reply = session.reset(resetRequest(options));
    return new VectorResetResult(
        observationCodec.decodeBatch(reply.getObservation(), numEnvs),
        RemoteEnvironment.info(reply.hasInfo(), reply.getInfo()));
  }

  private ResetRequest resetRequest(VectorResetOptions options) {
    ResetRequest.Builder request = ResetRequest.newBuilder().setWantInfo(includeInfo);
    if (options.seeds().size() == 1 && options.seeds().get(0).isPresent()) {
      // As one number: an environment's own vectorised implementation may take no list.
      request.setSeed(options.seeds().get(0).getAsLong());
    } else if (!options.seeds().isEmpty()) {
      SeedList.Builder seeds = SeedList.newBuilder();
      for (OptionalLong seed : options.seedsFor(numEnvs)) {
        OptionalSeed.Builder one = OptionalSeed.newBuilder();
        seed.ifPresent(one::setSeed);
        seeds.addSeeds(one);
      }
      request.setSeeds(seeds);
    }
    Map<String, Object> given = options.options();
    if (given != null) {
      request.setOptions(DataCodec.encodeMap(given));
    }
    if (!options.mask().isEmpty()) {
      request.setMask(mask(options.mask()));
    }
    return request.build();
  }

  private ByteString mask(List<Boolean> mask) {
    if (mask.size() != numEnvs) {
      throw new IllegalArgumentException(
          "the reset mask must have one entry for each of the %d environments, got %d"
              .formatted(numEnvs, mask.size()));
    }
    byte[] bytes = new byte[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      bytes[i] = (byte) (mask.get(i) ? 1 : 0);
    }
    return ByteString.copyFrom(bytes);
  }

  @Override
  public void send(Value actions) {
    if (session.stepInFlight()) {
      throw new IllegalStateException("a step was already sent; call receive() first");
    }
    ActionCheck.batch(actionSpace, actions, numEnvs);
    session.sendStep(
        StepRequest.newBuilder()
            .setAction(Decoding.encoded(() -> actionCodec.encodeBatch(actions, numEnvs)))
            .setWantInfo(includeInfo)
            .build());
  }

  @Override
  public VectorStepResult receive() {
    StepReply reply = session.receiveStep();
    try {
      return decode(reply);
    } finally {
      session.stepDecoded();
    }
  }

  private VectorStepResult decode(StepReply reply) {
    double[] rewards = Decoding.doubles("rewards", reply.getRewards(), numEnvs);
    boolean[] terminated = Decoding.booleans("terminated", reply.getTerminated(), numEnvs);
    boolean[] truncated = Decoding.booleans("truncated", reply.getTruncated(), numEnvs);
    Value finalObservation = null;
    if (reply.hasFinalObservation()) {
      int ended = 0;
      for (int i = 0; i < numEnvs; i++) {
        ended += terminated[i] || truncated[i] ? 1 : 0;
      }
      finalObservation = observationCodec.decodeBatch(reply.getFinalObservation(), ended);
    }
    return new VectorStepResult(
        observationCodec.decodeBatch(reply.getObservation(), numEnvs),
        rewards,
        terminated,
        truncated,
        finalObservation,
        RemoteEnvironment.info(reply.hasInfo(), reply.getInfo()),
        RemoteEnvironment.info(reply.hasFinalInfo(), reply.getFinalInfo()));
  }

  @Override
  public List<Rendering> render() {
    return RenderingCodec.decode(session.render().getRenderingsList(), numEnvs);
  }

  BridgeTiming timing() {
    return session.timing();
  }

  @Override
  public void close() {
    session.close();
  }
}
