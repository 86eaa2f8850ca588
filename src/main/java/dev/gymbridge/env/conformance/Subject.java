package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The environment under test: where it comes from, and what was found out of it once. */
final class Subject implements AutoCloseable {
  private static final int SEARCHED_SEEDS = 8;

  /**
   * What an environment says of itself.
   *
   * @param observationSpace of one environment
   * @param actionSpace likewise
   */
  record Facts(EnvironmentSpec spec, Space observationSpace, Space actionSpace) {}

  /**
   * An episode that terminates on its own, without a time limit.
   *
   * @param actions up to the one that ends it
   */
  record Ending(long seed, List<Value> actions) {}

  private final Supplier<? extends EnvironmentSource> sources;
  private final EnvironmentOptions options;
  private final ConformanceOptions limits;
  private @Nullable EnvironmentSource source;
  private @Nullable Facts facts;
  private Optional<Ending> ending = Optional.empty();
  private boolean endingSought;
  private volatile @Nullable EnvironmentException unmade;

  Subject(
      Supplier<? extends EnvironmentSource> sources,
      EnvironmentOptions options,
      ConformanceOptions limits) {
    this.sources = sources;
    // Info costs, and checks of their own ask for it; what is drawn, checks of their own draw.
    this.options =
        new EnvironmentOptions(
            options.id(),
            options.arguments(),
            RenderMode.NONE,
            options.maxEpisodeSteps(),
            options.wrappers(),
            false);
    this.limits = limits;
  }

  EnvironmentOptions options() {
    return options;
  }

  ConformanceOptions limits() {
    return limits;
  }

  /** The source that all checks share but those that close theirs. */
  synchronized EnvironmentSource source() {
    EnvironmentSource opened = source;
    if (opened == null) {
      opened = sources.get();
      source = opened;
    }
    return opened;
  }

  Environment make(EnvironmentOptions wanted) {
    EnvironmentSource opened = source();
    return noting(() -> opened.make(wanted));
  }

  VectorEnvironment makeVector(EnvironmentOptions wanted, int numEnvs, AutoresetMode mode) {
    EnvironmentSource opened = source();
    return noting(() -> opened.makeVector(wanted, numEnvs, mode));
  }

  private <T> T noting(Supplier<T> making) {
    try {
      return making.get();
    } catch (EnvironmentException e) {
      unmade = e;
      throw e;
    }
  }

  /** Whether this says why an environment could not be made the last time that one could not. */
  boolean isOfMaking(Throwable problem) {
    return problem.equals(unmade);
  }

  EnvironmentSource freshSource() {
    return sources.get();
  }

  synchronized Facts facts() {
    Facts known = facts;
    if (known == null) {
      try (Environment environment = make(options)) {
        known =
            new Facts(
                environment.spec(), environment.observationSpace(), environment.actionSpace());
      }
      facts = known;
    }
    return known;
  }

  /** The same random actions for the same salt. */
  List<Value> actions(int count, long salt) {
    SplittableRandom random = new SplittableRandom(limits.seed() * 31 + salt);
    Space space = facts().actionSpace();
    List<Value> actions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      actions.add(space.sample(random));
    }
    return actions;
  }

  /** An episode that terminates, if one was found within the steps allowed. */
  synchronized Optional<Ending> ending() {
    if (!endingSought) {
      ending = findEnding();
      endingSought = true;
    }
    return ending;
  }

  private Optional<Ending> findEnding() {
    int left = limits.searchSteps();
    try (Environment environment = make(options.withMaxEpisodeSteps(0))) {
      for (int i = 0; i < SEARCHED_SEEDS && left > 0; i++) {
        long seed = limits.seed() + i;
        List<Value> actions = actions(Math.max(1, limits.searchSteps() / 2), i);
        environment.reset(seed);
        for (int step = 0; step < actions.size() && left > 0; step++, left--) {
          StepResult result = environment.step(actions.get(step));
          if (result.terminated() && !result.truncated()) {
            return Optional.of(new Ending(seed, List.copyOf(actions.subList(0, step + 1))));
          }
          if (result.ended()) {
            break;
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    EnvironmentSource opened = source;
    source = null;
    if (opened != null) {
      opened.close();
    }
  }
}
