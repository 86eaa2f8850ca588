/**
 * A network as an ONNX model: the layers and heads once more, as ONNX operators.
 *
 * <p>For {@code network.tensorflow} only. Its library is one that an application may leave out;
 * then nothing but this is missing.
 *
 * <p>To export another layer: a branch in {@code OnnxLayers}; {@code OnnxModelTest} holds the
 * values of the model, run by onnxruntime, against those of the network.
 */
@NullMarked
package dev.gymbridge.network.tensorflow.onnx;

import org.jspecify.annotations.NullMarked;
