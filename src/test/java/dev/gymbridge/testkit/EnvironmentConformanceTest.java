package dev.gymbridge.testkit;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.conformance.CheckResult;
import dev.gymbridge.env.conformance.ConformanceCheck;
import dev.gymbridge.env.conformance.ConformanceOptions;
import dev.gymbridge.env.conformance.EnvironmentConformance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The conformance suite as JUnit tests: each check shows as a test of its own, grouped by subject.
 *
 * <pre>{@code
 * class MyEnvironmentTest extends EnvironmentConformanceTest {
 *   @Override
 *   protected EnvironmentSource source() {
 *     return EnvironmentServer.connect("localhost:50051");
 *   }
 *
 *   @Override
 *   protected EnvironmentOptions options() {
 *     return EnvironmentOptions.of("MyEnvironment-v0");
 *   }
 * }
 * }</pre>
 *
 * <p>What does not apply to the environment, or could not be found out, is an aborted test with the
 * reason.
 */
public abstract class EnvironmentConformanceTest {
  /** A source of its own at each call; the suite closes it. */
  protected abstract EnvironmentSource source();

  /** What to check. */
  protected abstract EnvironmentOptions options();

  /** How much to try. */
  protected ConformanceOptions limits() {
    return ConformanceOptions.DEFAULT;
  }

  /** The checks as tests. */
  @TestFactory
  protected Stream<DynamicContainer> conforms() {
    EnvironmentConformance conformance =
        EnvironmentConformance.of(this::source, options(), limits());
    Map<String, List<DynamicTest>> bySubject = new LinkedHashMap<>();
    for (ConformanceCheck check : conformance.checks()) {
      bySubject
          .computeIfAbsent(check.subject(), subject -> new ArrayList<>())
          .add(DynamicTest.dynamicTest(check.id(), () -> report(check.run())));
    }
    return bySubject.entrySet().stream()
        .map(entry -> DynamicContainer.dynamicContainer(entry.getKey(), entry.getValue()))
        .onClose(conformance::close);
  }

  private static void report(CheckResult result) {
    switch (result.outcome()) {
      case PASSED -> {}
      case NOT_APPLICABLE, SKIPPED -> Assumptions.abort(result.message());
      case FAILED ->
          Assertions.fail(
              "%s%nrequired: %s%nexpected: %s%nactual:   %s%nmend:     %s"
                  .formatted(
                      result.message(),
                      result.requirement(),
                      result.expected(),
                      result.actual(),
                      result.mend()));
    }
  }
}
