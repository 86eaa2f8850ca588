/** What the training loop asks of a value function. */
@NullMarked
package dev.gymbridge.network;

import org.jspecify.annotations.NullMarked;
