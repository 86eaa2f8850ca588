package dev.gymbridge.network.tensorflow.layer;

import org.tensorflow.op.Ops;

/**
 * One forward pass through a network, with its backward pass.
 *
 * @param tf where operations are added
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Pass(Ops tf) {}
