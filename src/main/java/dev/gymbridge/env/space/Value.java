package dev.gymbridge.env.space;

/**
 * An observation or an action: a value of a {@link Space}.
 *
 * <p>A batch of values is itself a value: of {@link Space#batch(int)}.
 */
public sealed interface Value
    permits NdArray, TextValue, TupleValue, DictValue, SequenceValue, GraphValue, OneOfValue {}
