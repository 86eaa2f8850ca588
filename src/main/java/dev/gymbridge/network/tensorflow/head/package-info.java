/**
 * What the outputs of a network mean: action values, the target that they are drawn towards, and
 * the loss between the two with its gradient.
 *
 * <p>For {@code network.tensorflow} only; users of the library meet {@code HeadConfig}.
 *
 * <p>To add a loss here: one class that implements {@link
 * dev.gymbridge.network.tensorflow.head.Head}, with its equation and its paper. {@code Heads} and
 * {@code HeadConfig} give it a name; {@code HeadGradientsTest} holds its gradient against finite
 * differences of the loss, {@code HeadsTest} its numbers against some worked out by hand, and
 * {@code OptionsTest} the network that has it against what every network must keep.
 */
@NullMarked
package dev.gymbridge.network.tensorflow.head;

import org.jspecify.annotations.NullMarked;
