/** The commands: the only place that wires, prints and exits. */
@NullMarked
package dev.gymbridge.cli;

import org.jspecify.annotations.NullMarked;
