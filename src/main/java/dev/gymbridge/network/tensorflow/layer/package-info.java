/**
 * What a Q-network is made of: layers, each with its weights, its forward and its backward pass.
 *
 * <p>For {@code network.tensorflow} and its rooms only; users of the library meet {@code
 * NetworkConfig}.
 *
 * <p>To add a layer here: one class that implements {@link
 * dev.gymbridge.network.tensorflow.layer.Layer}. Its backward pass may be left to {@link
 * dev.gymbridge.network.tensorflow.layer.DerivedGradients}; write it out where a measurement says
 * that it pays. Put it into the stack in {@code Blueprint}, and add it to {@code
 * LayerGradientsTest}, which holds every layer's gradients against finite differences.
 */
@NullMarked
package dev.gymbridge.network.tensorflow.layer;

import org.jspecify.annotations.NullMarked;
