package dev.gymbridge.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the episodes of a vector environment start.
 *
 * @param seeds empty: no reseeding. One seed s: environment i gets s + i. N seeds: one for each
 *     environment, and an empty one leaves its environment's random numbers as they are
 * @param options passed to each environment; null for none
 * @param mask [N], which environments are reset ({@link AutoresetMode#DISABLED} only); empty for
 *     all
 */
public record VectorResetOptions(
    List<OptionalLong> seeds, @Nullable Map<String, Object> options, List<Boolean> mask) {
  /** No seeds, no options, all environments. */
  public static final VectorResetOptions UNSEEDED =
      new VectorResetOptions(List.of(), null, List.of());

  public VectorResetOptions {
    seeds = List.copyOf(seeds);
    options = options == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(options));
    mask = List.copyOf(mask);
  }

  /** Environment i is seeded with {@code seed + i}. */
  public static VectorResetOptions seeded(long seed) {
    return new VectorResetOptions(List.of(OptionalLong.of(seed)), null, List.of());
  }

  /** Resets those environments whose entry in the mask, [N], is true. */
  public static VectorResetOptions masked(List<Boolean> mask) {
    return new VectorResetOptions(List.of(), null, mask);
  }

  /**
   * The seed of each of {@code numEnvs} environments.
   *
   * @throws IllegalArgumentException if there are neither none, one, nor {@code numEnvs} seeds
   */
  public List<OptionalLong> seedsFor(int numEnvs) {
    if (seeds.isEmpty()) {
      return Collections.nCopies(numEnvs, OptionalLong.empty());
    }
    if (seeds.size() == 1 && seeds.get(0).isPresent()) {
      long first = seeds.get(0).getAsLong();
      return IntStream.range(0, numEnvs).mapToObj(i -> OptionalLong.of(first + i)).toList();
    }
    if (seeds.size() != numEnvs) {
      throw new IllegalArgumentException(
          "seeds must be none, one, or one for each of the %d environments, got %d"
              .formatted(numEnvs, seeds.size()));
    }
    return seeds;
  }
}
