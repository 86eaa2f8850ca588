/** The Q-network as a TensorFlow graph; native memory begins and ends here. */
@NullMarked
package dev.gymbridge.network.tensorflow;

import org.jspecify.annotations.NullMarked;
