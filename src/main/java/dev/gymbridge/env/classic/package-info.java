/** Native environments, their renderer, and random numbers equal to NumPy's. */
@NullMarked
package dev.gymbridge.env.classic;

import org.jspecify.annotations.NullMarked;
