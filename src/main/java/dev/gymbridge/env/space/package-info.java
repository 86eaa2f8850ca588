/**
 * The ten Gymnasium spaces as validated records, and the values that lie in them.
 *
 * <p>Everybody may use it; it uses the JDK alone.
 *
 * <p>To add a space here: a record that {@link dev.gymbridge.env.space.Space} permits, its batches
 * in {@code Batches} and {@code BatchRanges}; then a column of {@code remote.wire}.
 */
@NullMarked
package dev.gymbridge.env.space;

import org.jspecify.annotations.NullMarked;
