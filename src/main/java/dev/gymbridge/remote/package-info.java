/**
 * Environments of other processes: connect to a server, or start one on this machine.
 *
 * <p>This room is the face: what users call. {@link dev.gymbridge.remote.EnvironmentServer} and
 * {@link dev.gymbridge.remote.LocalServer} put the rooms below together, which know each other as
 * little as they can. Everybody may use this room. Of the rooms below, others use only the values
 * that one hands in or gets here; what else is public in them carries an {@code @apiNote}.
 *
 * <p>To add an option: here, in {@code ConnectionOptions} or {@code LocalServerOptions}, handed
 * down as a plain value.
 */
@NullMarked
package dev.gymbridge.remote;

import org.jspecify.annotations.NullMarked;
