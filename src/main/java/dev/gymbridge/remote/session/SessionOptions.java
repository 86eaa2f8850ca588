package dev.gymbridge.remote.session;

import org.jspecify.annotations.Nullable;

/**
 * How sessions are opened.
 *
 * @param timeLimits how long to wait for each kind of reply
 * @param maxMessageBytes the longest reply that is accepted
 * @param lanes connects to servers of this machine that offer lanes; null: all goes over streams
 * @apiNote For the rooms of {@code remote}; a user sets {@code ConnectionOptions}.
 */
public record SessionOptions(
    TimeLimits timeLimits, int maxMessageBytes, @Nullable LaneConnector lanes) {}
