/**
 * What is said over gRPC: the carrier between machines, and all that is asked of a server itself.
 *
 * <p>Channels, TLS, tokens, names and addresses, and what a failed call means in words. The only
 * room that knows gRPC. For {@code remote}, which hands its servers on as {@link
 * dev.gymbridge.remote.session.SessionServers}.
 *
 * <p>To add a call: here, in {@code RemoteServer}, its failure told by {@code CallFailures}.
 */
@NullMarked
package dev.gymbridge.remote.grpc;

import org.jspecify.annotations.NullMarked;
