package dev.gymbridge.dqn;

/**
 * The target network became a copy of the online network.
 *
 * @param envSteps taken so far
 * @param gradientSteps taken so far
 * @param episodes finished so far
 */
public record TargetSynced(long envSteps, long gradientSteps, long episodes) {}
