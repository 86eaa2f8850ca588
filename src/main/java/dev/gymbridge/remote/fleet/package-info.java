/**
 * One vector of environments over many servers: shares, and their repair.
 *
 * <p>It knows servers by {@link dev.gymbridge.remote.session.SessionServers} alone. For {@code
 * remote}.
 *
 * <p>To add a way to spread: {@code ShareAttempts} cuts a vector into pieces and says where each
 * goes.
 */
@NullMarked
package dev.gymbridge.remote.fleet;

import org.jspecify.annotations.NullMarked;
