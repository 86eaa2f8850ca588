package dev.gymbridge.cli;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.run.RunDirectory;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is to be trained, before anything was opened.
 *
 * @param environment id, with {@code native:} where it is the JVM's own
 * @param environmentArguments keyword arguments, as JSON texts
 * @param seed of the run
 * @param preset its name; {@code custom} for a configuration file
 * @param config how to train
 * @param directory makes or opens the run directory, once the environment is known to be learnable
 * @param resumed whether a checkpoint is there to go on from
 */
record TrainedRunPlan(
    String environment,
    Map<String, String> environmentArguments,
    long seed,
    String preset,
    DqnConfig config,
    Supplier<RunDirectory> directory,
    boolean resumed) {
  private static final String CLASSIC_SCRIPT = "minimalrl";

  /** Whether the run speaks and shows its agent as the classic script does. */
  boolean isClassicScript() {
    return preset.equals(CLASSIC_SCRIPT);
  }

  /** The run once its environment is known. */
  TrainedRun trained(int observationSize, int actions) {
    return new TrainedRun(
        environment, environmentArguments, seed, preset, config, observationSize, actions);
  }
}
