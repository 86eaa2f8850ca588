package dev.gymbridge.dqn;

/**
 * A run is over.
 *
 * @param envSteps taken, those of earlier sittings included
 * @param gradientSteps likewise
 * @param episodes likewise
 * @param wallSeconds of this sitting
 * @param reason why it is over
 */
public record TrainingEnded(
    long envSteps, long gradientSteps, long episodes, double wallSeconds, Reason reason) {
  /** Why a run is over. */
  public enum Reason {
    /** All its env steps or episodes were taken. */
    COMPLETED,
    /** An evaluation reached the return at which the run was to stop. */
    SOLVED,
    /** It was asked to stop. */
    INTERRUPTED
  }
}
