/** The conformance suite: what every environment must do, as checks that any program can run. */
@NullMarked
package dev.gymbridge.env.conformance;

import org.jspecify.annotations.NullMarked;
