package dev.gymbridge.bench;

/**
 * What an operation of a Q-network costs. Times are microseconds.
 *
 * @param operation such as {@code act, 64 observations}
 * @param calls how many were timed
 * @param p50 the median call, round by round
 * @param p99 of all timed calls together
 */
public record NetworkCost(String operation, long calls, Spread p50, double p99) {}
