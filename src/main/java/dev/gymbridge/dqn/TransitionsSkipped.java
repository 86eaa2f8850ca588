package dev.gymbridge.dqn;

/**
 * Transitions were left out since a reward or an observation of theirs was not finite.
 *
 * @param envSteps taken so far, all environments together
 * @param transitions how many were left out in this sitting so far
 */
public record TransitionsSkipped(long envSteps, long transitions) {}
