package dev.gymbridge.env.space;

/**
 * A value of {@link OneOf}.
 *
 * @param index which of the spaces
 * @param value a value of that space
 */
public record OneOfValue(int index, Value value) implements Value {}
