package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResets;
import dev.gymbridge.proto.v1.OptionalSeed;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SeedList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The options of a vector's reset as a request.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ResetMessages {
  private ResetMessages() {}

  /** Of one environment that stands for a vector of one: a mask can only mean that one. */
  public static ResetRequest lone(VectorResetOptions options, boolean includeInfo) {
    List<OptionalLong> seeds = VectorResets.seeds(options, 1);
    return single(
        new ResetOptions(seeds.isEmpty() ? OptionalLong.empty() : seeds.get(0), options.options()),
        includeInfo);
  }

  /** Of one environment. */
  public static ResetRequest single(ResetOptions options, boolean includeInfo) {
    ResetRequest.Builder request = ResetRequest.newBuilder().setWantInfo(includeInfo);
    options.seed().ifPresent(request::setSeed);
    Map<String, Object> given = options.options();
    if (given != null) {
      request.setOptions(DataCodec.encodeMap(given));
    }
    return request.build();
  }

  public static ResetRequest vector(VectorResetOptions options, int numEnvs, boolean includeInfo) {
    ResetRequest.Builder request = ResetRequest.newBuilder().setWantInfo(includeInfo);
    if (options.seeds().size() == 1 && options.seeds().get(0).isPresent()) {
      // As one number: an environment's own vectorised implementation may take no list.
      request.setSeed(options.seeds().get(0).getAsLong());
    } else if (!options.seeds().isEmpty()) {
      request.setSeeds(seeds(VectorResets.seeds(options, numEnvs)));
    }
    Map<String, Object> given = options.options();
    if (given != null) {
      request.setOptions(DataCodec.encodeMap(given));
    }
    if (!options.mask().isEmpty()) {
      request.setMask(mask(options.mask(), numEnvs));
    }
    return request.build();
  }

  private static SeedList seeds(List<OptionalLong> seeds) {
    SeedList.Builder list = SeedList.newBuilder();
    for (OptionalLong seed : seeds) {
      OptionalSeed.Builder one = OptionalSeed.newBuilder();
      seed.ifPresent(one::setSeed);
      list.addSeeds(one);
    }
    return list.build();
  }

  private static ByteString mask(List<Boolean> mask, int numEnvs) {
    if (mask.size() != numEnvs) {
      throw new EnvironmentException(
          "the reset mask must have one entry for each of the %d environments, got %d"
              .formatted(numEnvs, mask.size()));
    }
    byte[] bytes = new byte[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      bytes[i] = (byte) (mask.get(i) ? 1 : 0);
    }
    return ByteString.copyFrom(bytes);
  }
}
