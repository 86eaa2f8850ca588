package dev.gymbridge.dqn;

/**
 * How far a run is.
 *
 * @param envSteps taken, all environments together
 * @param gradientSteps taken
 * @param episodes finished
 * @param epsilon exploration rate now
 */
public record TrainingProgress(long envSteps, long gradientSteps, long episodes, double epsilon) {}
