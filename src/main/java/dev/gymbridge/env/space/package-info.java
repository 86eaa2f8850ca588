/** The ten Gymnasium spaces as validated records, and the values that lie in them. */
@NullMarked
package dev.gymbridge.env.space;

import org.jspecify.annotations.NullMarked;
