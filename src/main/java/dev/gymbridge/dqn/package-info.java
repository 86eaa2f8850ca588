/** Deep Q-learning: configuration, schedules, the training loop, evaluation, and their events. */
@NullMarked
package dev.gymbridge.dqn;

import org.jspecify.annotations.NullMarked;
