/**
 * Agents as library calls: {@link dev.gymbridge.agent.DqnTraining} trains one, {@link
 * dev.gymbridge.agent.Agent} acts.
 *
 * <p>The only room beside the command line that puts TensorFlow's networks and runs together; what
 * it offers rests on {@code run}.
 *
 * <p>To add an agent that comes along here: name it in {@link dev.gymbridge.run.Pretrained} and in
 * {@code src/bench/pretrained}, and run that.
 */
@NullMarked
package dev.gymbridge.agent;

import org.jspecify.annotations.NullMarked;
