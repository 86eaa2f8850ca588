package dev.gymbridge.env.conformance;

import java.time.Duration;

/**
 * What one check found.
 *
 * @param id of the check, such as {@code seeding.same-seed-same-start}
 * @param requirement what an environment must do, in one sentence
 * @param outcome what became of it
 * @param message what went wrong, or why it was not checked; empty when passed
 * @param expected what was required; empty unless failed
 * @param actual what was found instead; empty unless failed
 * @param mend how to mend it; empty unless failed
 * @param duration how long it took
 */
public record CheckResult(
    String id,
    String requirement,
    Outcome outcome,
    String message,
    String expected,
    String actual,
    String mend,
    Duration duration) {}
