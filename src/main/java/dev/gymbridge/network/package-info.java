/**
 * What the training loop asks of a value function, and what decides how one is made.
 *
 * <p>To add an option here: a component of one of the {@code *Config} records, with its check; the
 * room {@code network.tensorflow} makes it true.
 */
@NullMarked
package dev.gymbridge.network;

import org.jspecify.annotations.NullMarked;
