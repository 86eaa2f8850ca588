package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The conformance suite: what every {@link dev.gymbridge.env.Environment} and {@link
 * dev.gymbridge.env.VectorEnvironment} must do, wherever it comes from, checked on one environment.
 *
 * <pre>{@code
 * try (EnvironmentConformance conformance =
 *     EnvironmentConformance.of(NativeEnvironments::new, EnvironmentOptions.of("CartPole-v1"))) {
 *   System.out.println(conformance.run().toText());
 * }
 * }</pre>
 *
 * <p>Each check runs on a thread of its own within a time limit, so that an environment that hangs
 * fails its check and nothing else; where that happens twice, the rest is not tried. What a check
 * makes is closed at its end. Not thread-safe.
 */
public final class EnvironmentConformance implements AutoCloseable {
  private final Subject subject;
  private final List<ConformanceCheck> checks = new ArrayList<>();

  private EnvironmentConformance(Subject subject) {
    this.subject = subject;
    CheckRunner runner = new CheckRunner(subject);
    all().forEach(check -> checks.add(new ConformanceCheck(check, () -> runner.run(check))));
  }

  /**
   * The suite for an environment, trying as much as {@link ConformanceOptions#DEFAULT} says.
   *
   * @see #of(Supplier, EnvironmentOptions, ConformanceOptions)
   */
  public static EnvironmentConformance of(
      Supplier<? extends EnvironmentSource> sources, EnvironmentOptions options) {
    return of(sources, options, ConformanceOptions.DEFAULT);
  }

  /**
   * The suite for an environment; nothing is made yet.
   *
   * @param sources gives a source of its own each time: most checks share one, and those that close
   *     theirs take another; all are closed by the suite
   * @param options what to check; render mode and info are chosen by the checks
   * @param limits how much to try
   */
  public static EnvironmentConformance of(
      Supplier<? extends EnvironmentSource> sources,
      EnvironmentOptions options,
      ConformanceOptions limits) {
    return new EnvironmentConformance(new Subject(sources, options, limits));
  }

  static List<Check> all() {
    return Stream.of(
            List.of(CheckRunner.MAKING),
            SpecChecks.all(),
            SpaceChecks.all(),
            ObservationChecks.all(),
            SeedingChecks.all(),
            DeterminismChecks.all(),
            ActionChecks.all(),
            LifecycleChecks.all(),
            EndChecks.all(),
            InfoChecks.all(),
            VectorChecks.all(),
            AutoresetChecks.all(),
            ProtocolChecks.all(),
            RenderChecks.all(),
            ConcurrencyChecks.all(),
            LargeChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** All checks, in the order in which they are best run; each may be run alone, and again. */
  public List<ConformanceCheck> checks() {
    return List.copyOf(checks);
  }

  /** Runs all checks. */
  public ConformanceReport run() {
    return run(result -> {});
  }

  /**
   * Runs all checks.
   *
   * @param listener told the result of each as soon as it is known
   */
  public ConformanceReport run(Consumer<CheckResult> listener) {
    return run(listener, () -> false);
  }

  /**
   * Runs checks until it is asked to stop. The check that was under way by then has no result: what
   * ended it may be no fault of the environment's.
   *
   * @param listener told the result of each as soon as it is known
   * @param stopRequested asked after every check
   */
  public ConformanceReport run(Consumer<CheckResult> listener, BooleanSupplier stopRequested) {
    List<CheckResult> results = new ArrayList<>();
    for (ConformanceCheck check : checks) {
      CheckResult result = check.run();
      if (stopRequested.getAsBoolean()) {
        break;
      }
      results.add(result);
      listener.accept(result);
    }
    return new ConformanceReport(subject.options().id(), results);
  }

  /** Closes the source that the checks shared; a second call does nothing. */
  @Override
  public void close() {
    subject.close();
  }
}
