package dev.gymbridge.remote.session;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.BatchedInfo;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.remote.wire.StepReading;
import dev.gymbridge.remote.wire.ValueCodec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies as results of a vector.
 *
 * @param codec of an observation
 * @param lone whether the server has one environment, whose info is not batched yet
 */
record VectorReplies(ValueCodec codec, int numEnvs, boolean lone) {
  VectorResetResult reset(ResetReply reply) {
    return new VectorResetResult(
        codec.decodeBatch(reply.getObservation(), numEnvs),
        info(reply.hasInfo() ? reply.getInfo() : null));
  }

  VectorStepResult step(StepReading reply) {
    boolean[] terminated = reply.terminated(numEnvs);
    boolean[] truncated = reply.truncated(numEnvs);
    return new VectorStepResult(
        codec.decodeBatch(reply.observation(), numEnvs),
        reply.rewards(numEnvs),
        terminated,
        truncated,
        last(reply.finalObservation(), terminated, truncated),
        info(reply.info()),
        info(reply.finalInfo()));
  }

  private @Nullable Value last(
      @Nullable List<ByteString> observations, boolean[] terminated, boolean[] truncated) {
    if (observations == null) {
      return null;
    }
    int ended = 0;
    for (int i = 0; i < numEnvs; i++) {
      ended += terminated[i] || truncated[i] ? 1 : 0;
    }
    return codec.decodeBatch(observations, ended);
  }

  private Map<String, Object> info(@Nullable DataMap message) {
    Map<String, Object> info = RemoteEnvironment.info(message);
    return lone && !info.isEmpty() ? BatchedInfo.of(List.of(info)) : info;
  }
}
