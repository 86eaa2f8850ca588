package dev.gymbridge.dqn;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stretch of training in a named unit, such as {@code 256 env_steps}.
 *
 * @param count how many, at least 1
 * @param unit of what
 */
public record Span(long count, Unit unit) {
  /** What training is counted in. */
  public enum Unit {
    /** Steps of all environments together. */
    ENV_STEPS,
    /** Finished episodes. */
    EPISODES;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern TEXT = Pattern.compile("\\s*([0-9_]+)\\s+([a-z_]+)\\s*");

  public Span {
    if (count < 1) {
      throw new IllegalArgumentException("a span must be at least 1, got " + count);
    }
  }

  /** So many env steps. */
  public static Span envSteps(long count) {
    return new Span(count, Unit.ENV_STEPS);
  }

  /** So many episodes. */
  public static Span episodes(long count) {
    return new Span(count, Unit.EPISODES);
  }

  /**
   * Reads what {@link #toString} writes; one episode may be written {@code 1 episode}.
   *
   * @throws IllegalArgumentException if the text is not a count and a unit
   */
  public static Span parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      String named = matcher.group(2);
      for (Unit unit : Unit.values()) {
        if (unit.text().equals(named) || unit.text().equals(named + "s")) {
          return new Span(Long.parseLong(matcher.group(1).replace("_", "")), unit);
        }
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a span of training; write a count and a unit, such as \"256 env_steps\" (%s)"
            .formatted(
                text,
                Arrays.stream(Unit.values()).map(Unit::text).collect(Collectors.joining(", "))));
  }

  /**
   * How many multiples of this span lie in (before, now]: none is ever missed, or counted twice.
   */
  long multiplesBetween(Counters before, Counters now) {
    return now.in(unit) / count - before.in(unit) / count;
  }

  @Override
  public String toString() {
    return count + " " + unit.text();
  }
}
