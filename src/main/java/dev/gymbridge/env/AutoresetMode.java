package dev.gymbridge.env;

/** What a vector environment does when an episode ends; the names are Gymnasium's. */
public enum AutoresetMode {
  /**
   * The step after the end resets: it ignores the action and returns the first observation of the
   * new episode, with reward 0. That step is no transition.
   */
  NEXT_STEP,
  /**
   * The step that ends an episode also resets: its observation is the new episode's first, and the
   * old episode's last is in {@link VectorStepResult#finalObservation}.
   */
  SAME_STEP,
  /** Nothing resets: the caller does, with a mask. */
  DISABLED
}
