package dev.gymbridge.env.conformance;

/** A requirement was not checked. Only checks throw it: no failure can hide behind it. */
final class Unchecked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  private Unchecked(Outcome outcome, String reason) {
    super(reason);
    this.outcome = outcome;
  }

  /** The environment has not what the check is about. */
  static Unchecked notApplicable(String reason) {
    return new Unchecked(Outcome.NOT_APPLICABLE, reason);
  }

  /** It could not be found out. */
  static Unchecked skipped(String reason) {
    return new Unchecked(Outcome.SKIPPED, reason);
  }

  Outcome outcome() {
    return outcome;
  }
}
