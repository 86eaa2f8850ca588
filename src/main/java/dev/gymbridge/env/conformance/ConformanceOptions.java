package dev.gymbridge.env.conformance;

import java.time.Duration;

/**
 * How much is tried.
 *
 * @param numEnvs environments of a vector, at least 2
 * @param manyEnvs environments of the one large vector, at least 1
 * @param seed the first of the seeds that are used, at least 0
 * @param steps env steps of an episode that is compared, at least 10
 * @param searchSteps env steps that are spent on finding an episode that terminates, at least 1
 * @param timeLimit for one check
 */
public record ConformanceOptions(
    int numEnvs, int manyEnvs, long seed, int steps, int searchSteps, Duration timeLimit) {
  /** 3 environments, 64 for the large vector, seed 1, 40 and 2,000 steps, 60 s a check. */
  public static final ConformanceOptions DEFAULT =
      new ConformanceOptions(3, 64, 1, 40, 2_000, Duration.ofSeconds(60));

  /** For environments whose steps or frames cost milliseconds: fewer of everything. */
  public static final ConformanceOptions FRUGAL =
      new ConformanceOptions(2, 4, 1, 10, 50, Duration.ofSeconds(60));

  public ConformanceOptions {
    requireAtLeast("numEnvs", 2, numEnvs);
    requireAtLeast("manyEnvs", 1, manyEnvs);
    requireAtLeast("seed", 0, seed);
    requireAtLeast("steps", 10, steps);
    requireAtLeast("searchSteps", 1, searchSteps);
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("timeLimit must be more than 0 s, got " + timeLimit);
    }
  }

  private static void requireAtLeast(String name, long least, long actual) {
    if (actual < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(name, least, actual));
    }
  }

  /** The same with vectors of another size. */
  public ConformanceOptions withNumEnvs(int newNumEnvs) {
    return new ConformanceOptions(newNumEnvs, manyEnvs, seed, steps, searchSteps, timeLimit);
  }

  /** The same with a large vector of another size. */
  public ConformanceOptions withManyEnvs(int newManyEnvs) {
    return new ConformanceOptions(numEnvs, newManyEnvs, seed, steps, searchSteps, timeLimit);
  }

  /** The same with other seeds. */
  public ConformanceOptions withSeed(long newSeed) {
    return new ConformanceOptions(numEnvs, manyEnvs, newSeed, steps, searchSteps, timeLimit);
  }

  /** The same with other numbers of steps. */
  public ConformanceOptions withSteps(int newSteps, int newSearchSteps) {
    return new ConformanceOptions(numEnvs, manyEnvs, seed, newSteps, newSearchSteps, timeLimit);
  }

  /** The same with another time limit for each check. */
  public ConformanceOptions withTimeLimit(Duration newTimeLimit) {
    return new ConformanceOptions(numEnvs, manyEnvs, seed, steps, searchSteps, newTimeLimit);
  }
}
