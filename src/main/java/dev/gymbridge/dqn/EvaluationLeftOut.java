package dev.gymbridge.dqn;

/**
 * An evaluation was due and left out, since those before it had taken more than their share.
 *
 * @param envSteps taken so far, all environments together
 * @param evaluationSteps env steps that the evaluations before took
 * @param share how many they may take for each env step of the training
 */
public record EvaluationLeftOut(long envSteps, long evaluationSteps, double share) {}
