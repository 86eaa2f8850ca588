package dev.gymbridge.env.conformance;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What all checks of an environment found.
 *
 * @param environment its id
 * @param results in the order of the checks
 */
public record ConformanceReport(String environment, List<CheckResult> results) {
  private static final int LONGEST = 600;

  public ConformanceReport {
    results = List.copyOf(results);
  }

  /** Whether no check failed. */
  public boolean passed() {
    return count(Outcome.FAILED) == 0;
  }

  /** How many checks ended so. */
  public int count(Outcome outcome) {
    return Math.toIntExact(results.stream().filter(r -> r.outcome() == outcome).count());
  }

  /** One line for each check, what went wrong below it, and a line that sums up. */
  public String toText() {
    return results.stream().map(ConformanceReport::text).collect(Collectors.joining())
        + summary()
        + "\n";
  }

  /** Such as {@code CartPole-v1: 60 passed, 1 failed, 2 not applicable, 0 skipped in 1.8 s}. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %d passed, %d failed, %d not applicable, %d skipped in %.1f s",
        environment,
        count(Outcome.PASSED),
        count(Outcome.FAILED),
        count(Outcome.NOT_APPLICABLE),
        count(Outcome.SKIPPED),
        results.stream().mapToLong(r -> r.duration().toNanos()).sum() / 1e9);
  }

  /** The line of one check, and below it what went wrong, each ended by a line break. */
  public static String text(CheckResult result) {
    String line = "%-4s  %s\n".formatted(mark(result.outcome()), result.id());
    return switch (result.outcome()) {
      case PASSED -> line;
      case NOT_APPLICABLE, SKIPPED ->
          "%-4s  %s (%s: %s)\n"
              .formatted(
                  mark(result.outcome()),
                  result.id(),
                  result.outcome() == Outcome.SKIPPED ? "skipped" : "not applicable",
                  result.message());
      case FAILED ->
          line
              + "      required: %s\n".formatted(result.requirement())
              + "      problem:  %s\n".formatted(cut(result.message()))
              + "      expected: %s\n".formatted(cut(result.expected()))
              + "      actual:   %s\n".formatted(cut(result.actual()))
              + "      mend:     %s\n".formatted(result.mend());
    };
  }

  private static String cut(String text) {
    String indented = text.strip().replace("\n", "\n                ");
    return indented.length() <= LONGEST ? indented : indented.substring(0, LONGEST) + "...";
  }

  private static String mark(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "ok";
      case FAILED -> "FAIL";
      case NOT_APPLICABLE, SKIPPED -> "--";
    };
  }
}
