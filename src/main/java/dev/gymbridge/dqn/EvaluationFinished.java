package dev.gymbridge.dqn;

/**
 * Greedy episodes were played.
 *
 * @param envSteps taken in training so far
 * @param gradientSteps taken so far
 * @param evaluation what the episodes gave
 * @param best whether it is the best evaluation of the run so far
 * @param seconds that the episodes took
 */
public record EvaluationFinished(
    long envSteps, long gradientSteps, Evaluation evaluation, boolean best, double seconds) {}
