package dev.gymbridge.env.conformance;

/** What became of a check. */
public enum Outcome {
  /** The environment does what is required. */
  PASSED,
  /** It does not. */
  FAILED,
  /** The environment has not what the check is about, such as a render mode. */
  NOT_APPLICABLE,
  /** It could not be found out: no episode ended within the steps allowed, for example. */
  SKIPPED
}
