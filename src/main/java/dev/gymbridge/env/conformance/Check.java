package dev.gymbridge.env.conformance;

/**
 * A requirement and how to check it.
 *
 * @param id what it is about, a dot, what is required
 * @param requirement one sentence
 * @param mend what most likely mends an environment that fails
 * @param body throws {@link CheckFailure} or anything else if the requirement is not met
 */
record Check(String id, String requirement, String mend, Body body) {
  /** What a check does. */
  interface Body {
    void run(Trial trial) throws Exception;
  }
}
