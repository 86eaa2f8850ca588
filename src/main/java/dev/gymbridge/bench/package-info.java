/** What a step and a gradient step cost on this machine, and where the time goes. */
@NullMarked
package dev.gymbridge.bench;

import org.jspecify.annotations.NullMarked;
