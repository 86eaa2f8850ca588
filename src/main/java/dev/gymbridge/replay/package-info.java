/**
 * Transitions in typed rings, each observation once, and who of them is sampled.
 *
 * <p>Who trains uses {@link dev.gymbridge.replay.ReplayBuffer} and hands a {@link
 * dev.gymbridge.replay.Batch} to a network. It needs the JDK alone.
 *
 * <p>To add a sampler here: implement {@code Sampler} and give the buffer a factory method for it.
 */
@NullMarked
package dev.gymbridge.replay;

import org.jspecify.annotations.NullMarked;
