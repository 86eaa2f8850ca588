package dev.gymbridge.network;

/**
 * What gradient steps reported.
 *
 * @param loss the mean loss over the gradient steps
 * @param meanQ the mean of Q(observation, action) over all transitions, before each step
 */
public record UpdateResult(double loss, double meanQ) {}
