/**
 * What a Q-network is made of: layers, each with its weights, its forward and its backward pass.
 *
 * <p>For {@code network.tensorflow} and its rooms only; users of the library meet {@code
 * LayersConfig}.
 *
 * <p>To add a layer here: one class that implements {@link
 * dev.gymbridge.network.tensorflow.layer.Layer}. Its backward pass may be left to {@code
 * DerivedGradients}; write it out where a measurement says that it pays. {@code BodyPlan} puts it
 * into the stack; {@code LayerGradientsTest} holds its gradients against finite differences, {@code
 * LayersTest} its numbers against some worked out by hand.
 */
@NullMarked
package dev.gymbridge.network.tensorflow.layer;

import org.jspecify.annotations.NullMarked;
