package dev.gymbridge.run;

import dev.gymbridge.env.Frame;

/**
 * An episode as it is between two steps.
 *
 * @param frame what it looks like
 * @param step env steps taken so far
 * @param episodeReturn the undiscounted sum of the rewards so far
 * @param values what the agent thinks each action is worth here, [actions]; empty where no agent
 *     acts, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // shown, compared by nobody
public record Moment(Frame frame, int step, double episodeReturn, float[] values) {}
