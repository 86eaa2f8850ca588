/**
 * What a step and a gradient step cost on this machine, and where the time goes.
 *
 * <p>For {@code cli}; a part of the command, not of the library. Beside the contracts it knows the
 * bridge's timing ({@code remote}, {@code remote.session}).
 *
 * <p>To add a way to step: a {@code Way}, which the command opens.
 */
@NullMarked
package dev.gymbridge.bench;

import org.jspecify.annotations.NullMarked;
