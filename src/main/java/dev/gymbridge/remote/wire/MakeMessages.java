package dev.gymbridge.remote.wire;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Environment options as a request to make, and what came of it as a spec.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class MakeMessages {
  private MakeMessages() {}

  public static MakeRequest single(EnvironmentOptions options) {
    return request(options).build();
  }

  /** What a vector is made of, but for how many. */
  public record Vector(
      EnvironmentOptions options, AutoresetMode autoresetMode, Vectorization vectorization) {
    /** Whether it is one environment, which nobody asked to be vectorised in a way of its own. */
    public boolean isLone(int numEnvs) {
      return numEnvs == 1
          && (vectorization == Vectorization.AUTOMATIC || vectorization == Vectorization.SYNC);
    }

    /** A vector of so many; one alone, if {@link #isLone}, with no vector around it. */
    public MakeRequest request(int numEnvs) {
      if (isLone(numEnvs)) {
        return single(options);
      }
      return MakeMessages.request(options)
          .setNumEnvs(numEnvs)
          .setAutoresetMode(encode(autoresetMode))
          .setVectorization(encode(vectorization))
          .build();
    }
  }

  private static MakeRequest.Builder request(EnvironmentOptions options) {
    MakeRequest.Builder request =
        MakeRequest.newBuilder()
            .setProtocolVersion(Protocol.VERSION)
            .setId(options.id())
            .setKwargs(DataCodec.encodeMap(options.arguments()))
            .setRenderMode(options.renderMode().gymnasiumName());
    options.maxEpisodeSteps().ifPresent(request::setMaxEpisodeSteps);
    for (EnvironmentOptions.Wrapper wrapper : options.wrappers()) {
      request.addWrappers(
          Wrapper.newBuilder()
              .setName(wrapper.name())
              .setKwargs(DataCodec.encodeMap(wrapper.arguments())));
    }
    return request;
  }

  /** The spec of what was made; its time limit is the one in force. */
  public static EnvironmentSpec spec(MakeReply reply) {
    return spec(
        reply.getSpec(),
        renderModes(reply.getRenderModesList()),
        reply.getRenderFps() > 0
            ? OptionalDouble.of(reply.getRenderFps())
            : OptionalDouble.empty());
  }

  /** The spec of what is only registered: its drawing is not known. */
  public static EnvironmentSpec spec(dev.gymbridge.proto.v1.EnvironmentSpec spec) {
    return spec(spec, List.of(), OptionalDouble.empty());
  }

  private static EnvironmentSpec spec(
      dev.gymbridge.proto.v1.EnvironmentSpec spec,
      List<RenderMode> renderModes,
      OptionalDouble renderFps) {
    return new EnvironmentSpec(
        spec.getId(),
        spec.hasMaxEpisodeSteps() && spec.getMaxEpisodeSteps() > 0
            ? OptionalInt.of(spec.getMaxEpisodeSteps())
            : OptionalInt.empty(),
        spec.hasRewardThreshold()
            ? OptionalDouble.of(spec.getRewardThreshold())
            : OptionalDouble.empty(),
        spec.getNondeterministic(),
        renderModes,
        renderFps);
  }

  /** An environment may have modes of its own, which nobody here can draw: they are left out. */
  private static List<RenderMode> renderModes(List<String> names) {
    List<RenderMode> modes = new ArrayList<>();
    for (String name : names) {
      Arrays.stream(RenderMode.values())
          .filter(mode -> mode != RenderMode.NONE && mode.gymnasiumName().equals(name))
          .forEach(modes::add);
    }
    return modes;
  }

  private static dev.gymbridge.proto.v1.Vectorization encode(Vectorization vectorization) {
    return switch (vectorization) {
      case AUTOMATIC -> dev.gymbridge.proto.v1.Vectorization.VECTORIZATION_UNSPECIFIED;
      case SYNC -> dev.gymbridge.proto.v1.Vectorization.VECTORIZATION_SYNC;
      case ASYNC -> dev.gymbridge.proto.v1.Vectorization.VECTORIZATION_ASYNC;
      case VECTOR_ENTRY_POINT ->
          dev.gymbridge.proto.v1.Vectorization.VECTORIZATION_VECTOR_ENTRY_POINT;
    };
  }

  private static dev.gymbridge.proto.v1.AutoresetMode encode(AutoresetMode mode) {
    return switch (mode) {
      case NEXT_STEP -> dev.gymbridge.proto.v1.AutoresetMode.AUTORESET_MODE_NEXT_STEP;
      case SAME_STEP -> dev.gymbridge.proto.v1.AutoresetMode.AUTORESET_MODE_SAME_STEP;
      case DISABLED -> dev.gymbridge.proto.v1.AutoresetMode.AUTORESET_MODE_DISABLED;
    };
  }
}
