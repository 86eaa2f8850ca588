/**
 * A run from a recipe to a summary, as a library call that prints nothing; the run directory, its
 * files and their readers.
 *
 * <p>Uses {@code dqn}, {@code env}, {@code network}, {@code checkpoint} for what must outlive a
 * power cut, and of {@code replay} the interface by which a thing writes its state; is used by
 * {@code agent}, {@code report} and {@code cli}. What of it is public for {@code report} alone says
 * so.
 *
 * <p>To add a file to the run directory: name it in {@link dev.gymbridge.run.RunDirectory}, write
 * it from a listener or through {@link dev.gymbridge.run.AtomicFile}, and read it here.
 */
@NullMarked
package dev.gymbridge.run;

import org.jspecify.annotations.NullMarked;
