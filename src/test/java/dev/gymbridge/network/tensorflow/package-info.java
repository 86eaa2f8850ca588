/** Tests of the Q-network against plain Java, files on disk and the process they run in. */
@NullMarked
package dev.gymbridge.network.tensorflow;

import org.jspecify.annotations.NullMarked;
