/**
 * The server of this machine: finding Python, installing, starting, diagnosing.
 *
 * <p>It knows nothing of the protocol: what it starts says on its output where it listens. For
 * {@code remote}.
 *
 * <p>To add a diagnosis: a finding in {@link dev.gymbridge.remote.local.ServerDiagnosis}.
 */
@NullMarked
package dev.gymbridge.remote.local;

import org.jspecify.annotations.NullMarked;
