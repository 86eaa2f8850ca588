/**
 * Deep Q-learning: configuration, schedules, the training loop, evaluation, and their events.
 *
 * <p>Whoever trains an agent uses it; it knows no implementation of an environment or a network.
 * Beside {@code env}, {@code replay} and {@code network} it uses {@code checkpoint}, into which its
 * parts write their state.
 *
 * <p>To add a configuration key here: see {@link dev.gymbridge.dqn.DqnConfig}. To add an event: a
 * record, and a method of {@link dev.gymbridge.dqn.TrainingListener} that does nothing by default.
 * To add a preset: a JSON file beside {@code presets/default.json}, and its name in {@code
 * Presets}.
 */
@NullMarked
package dev.gymbridge.dqn;

import org.jspecify.annotations.NullMarked;
