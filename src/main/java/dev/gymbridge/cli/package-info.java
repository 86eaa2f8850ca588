/**
 * The commands: the only place that wires, prints and exits.
 *
 * <p>It may use every room and nobody uses it; a part of the command, not of the library.
 *
 * <p>To add a command here: a class with its help and examples, its name in {@code
 * GymbridgeCommand} and in {@code CommandGroups}; it prints through {@code Console}, whose result
 * is what {@code --json} shows.
 */
@NullMarked
package dev.gymbridge.cli;

import org.jspecify.annotations.NullMarked;
