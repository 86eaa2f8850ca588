package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The loss of one gradient step, with what else is known at that place.
 *
 * @param value the weighted mean of the losses of the transitions, a scalar
 * @param meanQ the mean of Q(observation, action), a scalar
 * @param surprises how far off each transition is, at least 0, [n]
 * @param byOutputs the gradient of the value by the outputs of the network, [n, actions * K]
 * @apiNote Public for {@code network.tensorflow} only.
 */
public record Loss(
    Operand<TFloat32> value,
    Operand<TFloat32> meanQ,
    Operand<TFloat32> surprises,
    Operand<TFloat32> byOutputs) {}
