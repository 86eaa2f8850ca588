package dev.gymbridge.env.conformance;

/** A requirement is not met. */
final class CheckFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;

  CheckFailure(String message, Object expected, Object actual) {
    super(message);
    this.expected = String.valueOf(expected);
    this.actual = String.valueOf(actual);
  }

  String expected() {
    return expected;
  }

  String actual() {
    return actual;
  }
}
