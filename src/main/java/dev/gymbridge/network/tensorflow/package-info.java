/**
 * The Q-network as a TensorFlow graph; native memory begins and ends here.
 *
 * <p>For {@code agent}, {@code cli} and {@code bench}, which make one; all others know {@link
 * dev.gymbridge.network.QNetwork}. It uses the typed batches of {@code replay}.
 *
 * <p>To add an optimiser here: an {@code Optimizer}, and its case beside the others'. To add a
 * layer or a loss: the rooms below.
 */
@NullMarked
package dev.gymbridge.network.tensorflow;

import org.jspecify.annotations.NullMarked;
