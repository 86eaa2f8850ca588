package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/**
 * A run is over.
 *
 * @param envSteps taken, those of earlier sittings included
 * @param gradientSteps likewise
 * @param episodes likewise
 * @param wallSeconds of this sitting
 * @param reason why it is over
 * @param stopReason what the listener said that ended it; null if none did
 */
public record TrainingEnded(
    long envSteps,
    long gradientSteps,
    long episodes,
    double wallSeconds,
    Reason reason,
    @Nullable String stopReason) {
  /** Why a run is over. */
  public enum Reason {
    /** All its env steps or episodes were taken. */
    COMPLETED,
    /** An evaluation reached the return at which the run was to stop. */
    SOLVED,
    /** A listener ended it, for a reason of its own. */
    STOPPED,
    /** It was asked to stop. */
    INTERRUPTED
  }
}
