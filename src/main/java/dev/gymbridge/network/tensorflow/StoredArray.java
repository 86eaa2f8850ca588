package dev.gymbridge.network.tensorflow;

/**
 * The value of a variable outside TensorFlow.
 *
 * @param name of the variable
 * @param shape the size of each dimension, none for a scalar
 * @param values in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere; passed from reader to variable.
record StoredArray(String name, long[] shape, float[] values) {}
