package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.VectorResetOptions;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** What of a reset's options each share gets, and the seeds of what is made again. */
final class SpreadSeeds {
  private final int numEnvs;
  private List<OptionalLong> last = List.of();
  private int generation;

  SpreadSeeds(int numEnvs) {
    this.numEnvs = numEnvs;
  }

  /** Keeps the seeds of a reset of all environments. */
  void remember(VectorResetOptions options) {
    last = options.seedsFor(numEnvs);
  }

  /** What is made again from now on gets other seeds than what was made again before. */
  void nextGeneration() {
    generation++;
  }

  /**
   * How environments that were made again start: seeded if they were seeded, but with another seed,
   * lest they play the same episodes again; and without options, as an autoreset.
   */
  VectorResetOptions derived(ShareMaker.Range range) {
    OptionalLong seed = last.isEmpty() ? OptionalLong.empty() : last.get(range.from());
    // One seed, not a list, which an environment's own vectorised implementation may not take.
    return seed.isPresent()
        ? VectorResetOptions.seeded(
            new SplittableRandom(seed.getAsLong() + ((long) generation << 40)).nextLong(1L << 31))
        : VectorResetOptions.UNSEEDED;
  }

  /** Whether a reset concerns one of the share's environments. */
  static boolean concerns(VectorResetOptions options, Share share) {
    return options.mask().isEmpty()
        || options.mask().subList(share.from(), share.to()).contains(true);
  }

  /** The options for environments {@code from} to {@code to - 1}. */
  static VectorResetOptions share(VectorResetOptions options, int from, int to) {
    List<OptionalLong> seeds = options.seeds();
    if (seeds.size() == 1 && seeds.get(0).isPresent()) {
      seeds = List.of(OptionalLong.of(seeds.get(0).getAsLong() + from));
    } else if (!seeds.isEmpty()) {
      seeds = seeds.subList(from, to);
    }
    List<Boolean> mask = options.mask().isEmpty() ? List.of() : options.mask().subList(from, to);
    return new VectorResetOptions(seeds, options.options(), mask);
  }
}
