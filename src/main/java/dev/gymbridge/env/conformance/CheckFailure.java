package dev.gymbridge.env.conformance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A requirement is not met. */
final class CheckFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;
  private final @Nullable String mend;

  CheckFailure(String message, Object expected, Object actual) {
    this(message, expected, actual, null);
  }

  /**
   * A failure that has a mend of its own.
   *
   * @param mend null for that of the check
   */
  CheckFailure(String message, Object expected, Object actual, @Nullable String mend) {
    super(message);
    this.expected = String.valueOf(expected);
    this.actual = String.valueOf(actual);
    this.mend = mend;
  }

  /** What mends it, if that is something else than what the check says. */
  Optional<String> mend() {
    return Optional.ofNullable(mend);
  }

  String expected() {
    return expected;
  }

  String actual() {
    return actual;
  }
}
