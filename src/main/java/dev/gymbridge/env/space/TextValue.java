package dev.gymbridge.env.space;

/**
 * A value of {@link Text}.
 *
 * @param text the characters
 */
public record TextValue(String text) implements Value {}
