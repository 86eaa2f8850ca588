/** The contract of an environment: what to call, what comes back, what can go wrong. */
@NullMarked
package dev.gymbridge.env;

import org.jspecify.annotations.NullMarked;
