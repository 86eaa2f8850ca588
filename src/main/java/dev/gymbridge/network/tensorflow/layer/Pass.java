package dev.gymbridge.network.tensorflow.layer;

import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * One forward pass through a network, with its backward pass.
 *
 * @param tf where operations are added
 * @param noise for the layers that learn how much of it they want; null to leave it out
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Pass(Ops tf, @Nullable Noise noise) {}
