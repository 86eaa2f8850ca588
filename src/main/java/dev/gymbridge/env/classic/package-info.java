/**
 * Native environments, their renderers, and random numbers equal to NumPy's.
 *
 * <p>To add a native environment here: one class that implements {@code Motion} and holds its
 * {@code ClassicTask}, one that draws it, and its line in {@code NativeEnvironments}.
 */
@NullMarked
package dev.gymbridge.env.classic;

import org.jspecify.annotations.NullMarked;
