package dev.gymbridge.env.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentRaisedException;
import dev.gymbridge.env.EnvironmentSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each check can fail: for each there is an environment with a flaw that it finds. */
@Tag("thorough")
final class EnvironmentConformanceSelfTest {
  private static ConformanceReport check(Flaw flaw, Duration timeLimit) {
    try (EnvironmentConformance conformance =
        EnvironmentConformance.of(
            () -> new ToySource(flaw),
            EnvironmentOptions.of("Toy-v1"),
            ConformanceOptions.DEFAULT.withTimeLimit(timeLimit))) {
      return conformance.run();
    }
  }

  private static List<String> failed(ConformanceReport report) {
    return report.results().stream()
        .filter(result -> result.outcome() == Outcome.FAILED)
        .map(CheckResult::id)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANGS")
  void aFlawFailsTheChecksThatAreThereForItAndNoOther(Flaw flaw) {
    ConformanceReport report = check(flaw, Duration.ofSeconds(9));
    assertThat(failed(report).stream().filter(check -> !flaw.foundByLuck(check)))
        .as(report.toText())
        .containsExactlyInAnyOrderElementsOf(flaw.found());
    assertThat(report.passed()).isEqualTo(flaw == Flaw.NONE);
  }

  @Test
  void everyCheckHasAFlawThatItIsThereFor() {
    List<String> first =
        Arrays.stream(Flaw.values())
            .filter(flaw -> !flaw.found().isEmpty())
            .map(flaw -> flaw.found().get(0))
            .distinct()
            .toList();
    assertThat(EnvironmentConformance.all().stream().map(Check::id))
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void anEnvironmentThatHasAllIsCheckedInAll() {
    ConformanceReport report = check(Flaw.NONE, Duration.ofSeconds(9));
    assertThat(report.count(Outcome.PASSED)).isEqualTo(report.results().size());
  }

  @Test
  void anEnvironmentThatHangsFailsTwoChecksAndTheRestIsNotTried() {
    ConformanceReport report = check(Flaw.HANGS, Duration.ofMillis(500));
    assertThat(failed(report)).hasSize(2);
    assertThat(report.results())
        .filteredOn(result -> result.outcome() == Outcome.FAILED)
        .allSatisfy(
            result -> {
              assertThat(result.message()).startsWith("the check did not end");
              assertThat(result.actual()).contains("Toy.hang");
            });
    assertThat(report.results())
        .filteredOn(result -> result.outcome() == Outcome.SKIPPED)
        .isNotEmpty()
        .allSatisfy(
            result ->
                assertThat(result.message()).isEqualTo("2 checks hung, so no other was tried"));
  }

  @Test
  void whatCannotBeMadeIsTriedNoFurther() {
    ConformanceReport report = check(Flaw.CANNOT_BE_MADE, Duration.ofSeconds(9));
    assertThat(report.results().get(0).actual())
        .isEqualTo("EnvironmentException: the toy is out of order");
    assertThat(report.count(Outcome.SKIPPED)).isEqualTo(report.results().size() - 1);
  }

  @Test
  void whyNoSecondCanBeMadeIsSaidOnceAndTheRestIsNotTried() {
    ConformanceReport report = check(Flaw.EXISTS_ONCE, Duration.ofSeconds(9));
    assertThat(report.results())
        .filteredOn(result -> result.outcome() == Outcome.FAILED)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.actual())
                  .isEqualTo("EnvironmentException: there is one toy, and it is taken");
              assertThat(result.mend()).contains("what can exist only once");
            });
    assertThat(report.results())
        .filteredOn(result -> result.outcome() == Outcome.SKIPPED)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            result ->
                assertThat(result.message())
                    .isEqualTo("no other environment could be made; see spaces.vector-agrees"));
  }

  @Test
  void whatTheEnvironmentRaisesIsToBeMendedInItsCode() {
    EnvironmentSource raising =
        EnvironmentSource.of(
            "Toy-v1",
            () -> {
              throw new EnvironmentRaisedException("the environment raised ImportError: no pyglet");
            });
    try (EnvironmentConformance conformance =
        EnvironmentConformance.of(
            () -> raising, EnvironmentOptions.of("Toy-v1"), ConformanceOptions.DEFAULT)) {
      assertThat(conformance.run().results().get(0).mend())
          .isEqualTo("mend the code of the environment that raised it");
    }
  }

  @Test
  void aCheckThatAStopEndsHasNoResultAndNoOtherIsMade() {
    AtomicBoolean stopped = new AtomicBoolean();
    List<String> told = new ArrayList<>();
    EnvironmentSource lost =
        EnvironmentSource.of(
            "Toy-v1",
            () -> {
              stopped.set(told.size() >= 3);
              return new ToySource(Flaw.NONE).make(EnvironmentOptions.of("Toy-v1"));
            });
    try (EnvironmentConformance conformance =
        EnvironmentConformance.of(
            () -> lost, EnvironmentOptions.of("Toy-v1"), ConformanceOptions.DEFAULT)) {
      ConformanceReport report = conformance.run(result -> told.add(result.id()), stopped::get);
      assertThat(report.results()).extracting(CheckResult::id).isEqualTo(told);
      assertThat(told).hasSizeBetween(3, conformance.checks().size() - 1);
    }
  }

  @Test
  void aReportSaysWhatWasRequiredWhatWasFoundAndHowToMendIt() {
    assertThat(check(Flaw.SEED_0_IS_NONE, Duration.ofSeconds(9)).toText())
        .contains("ok    seeding.same-seed-same-start\n")
        .contains("FAIL  seeding.zero-is-a-seed\n      required: Seed 0 gives the same start")
        .contains("expected: float32[2]{")
        .contains("mend:     ask whether there is a seed")
        .containsPattern("Toy-v1: 80 passed, 1 failed, 0 not applicable, 0 skipped in \\d");
  }
}
