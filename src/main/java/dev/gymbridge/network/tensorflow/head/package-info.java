/**
 * What the outputs of a network mean: action values, the target that they are drawn towards, and
 * the loss between the two with its gradient.
 *
 * <p>For {@code network.tensorflow} only; users of the library meet {@code NetworkConfig}.
 *
 * <p>To add a loss here: one class that implements {@link
 * dev.gymbridge.network.tensorflow.head.Head}, with its equation and its paper; one line where
 * {@code Blueprint} chooses the head; and its case in {@code HeadGradientsTest}, which holds the
 * gradient against finite differences of the loss.
 */
@NullMarked
package dev.gymbridge.network.tensorflow.head;

import org.jspecify.annotations.NullMarked;
