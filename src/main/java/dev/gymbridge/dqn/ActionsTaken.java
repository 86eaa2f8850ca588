package dev.gymbridge.dqn;

/**
 * What was done in an episode that ended just now; told where {@code record_actions} says so.
 *
 * @param episode its number, from 1
 * @param actions [env steps of the episode], counted from 0, from the first step on
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
public record ActionsTaken(long episode, int[] actions) {}
