package dev.gymbridge.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How an episode starts.
 *
 * @param seed empty: no reseeding, the random numbers go on (which differs from seed 0); else read
 *     as unsigned
 * @param options passed to the environment; null, which an environment may tell from an empty map,
 *     for none
 */
public record ResetOptions(OptionalLong seed, @Nullable Map<String, Object> options) {
  /** No seed, no options. */
  public static final ResetOptions UNSEEDED = new ResetOptions(OptionalLong.empty(), null);

  public ResetOptions {
    options = options == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** A seed, no options. */
  public static ResetOptions seeded(long seed) {
    return new ResetOptions(OptionalLong.of(seed), null);
  }
}
