/**
 * A session: a request and its reply, time limits, timing, and the environments behind it.
 *
 * <p>Here are two interfaces that others implement: what carries the messages of one session,
 * {@link dev.gymbridge.remote.session.SessionTransport}, and who opens sessions, {@link
 * dev.gymbridge.remote.session.SessionServer}. For the other rooms of {@code remote}.
 *
 * <p>To add a carrier: a room of its own with a {@code SessionTransport}, chosen where a {@code
 * SessionServer} opens a session. To add a request: its message in the protocol, a method of {@code
 * RemoteSession}.
 */
@NullMarked
package dev.gymbridge.remote.session;

import org.jspecify.annotations.NullMarked;
