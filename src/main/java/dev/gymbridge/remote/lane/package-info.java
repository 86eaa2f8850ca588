/**
 * The carrier on one machine: the messages of a session over a Unix socket, with nothing between it
 * and the process of the environment.
 *
 * <p>Each message is its length, an unsigned int32 in little-endian order, and then its bytes. The
 * client begins with the secret that it was given over gRPC. For {@code remote}, which hands {@link
 * dev.gymbridge.remote.lane.LaneTransport#connect} to whoever opens sessions.
 *
 * <p>To add a way to wait: here, in {@code LaneTransport}; who asks for a lane and who describes
 * its end stand elsewhere.
 */
@NullMarked
package dev.gymbridge.remote.lane;

import org.jspecify.annotations.NullMarked;
