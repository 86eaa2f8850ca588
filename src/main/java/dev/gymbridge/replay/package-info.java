/** Transitions and batches in flat primitive arrays, and the buffers that keep them. */
@NullMarked
package dev.gymbridge.replay;

import org.jspecify.annotations.NullMarked;
