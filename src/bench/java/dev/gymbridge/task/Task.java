package dev.gymbridge.task;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.ComputeSettings;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.TrainingRun;
import java.util.List;

/**
 * An environment that a preset is trained on.
 *
 * @param environment as the command line names it: native ones as {@code native:CartPole-v1}
 * @param preset its name
 * @param envSteps how many are trained
 */
public record Task(String environment, String preset, long envSteps) {
  /** Reads the first three of words such as {@code native:CartPole-v1,cartpole,50000,1-20}. */
  public static Task of(String[] words) {
    return new Task(words[0], words[1], Long.parseLong(words[2]));
  }

  /** What the preset says, of this length. */
  public DqnConfig config() {
    return DqnConfig.preset(preset).withTotalEnvSteps(envSteps);
  }

  /** A run of a configuration, ready to train. */
  public TrainingRun open(DqnConfig config, long seed, EnvironmentSource source) {
    Recipe recipe = new Recipe(EnvironmentRecipe.of(environment), seed, preset, config);
    return TrainingRun.open(recipe, source, id(), Task::network);
  }

  /** The environment's id where it is made. */
  public String id() {
    return environment.substring(environment.indexOf(':') + 1);
  }

  public static QNetwork network(NetworkConfig config) {
    return TensorFlowQNetwork.create(config, ComputeSettings.forNetwork(config));
  }

  /**
   * Where the environment is made: this program, or a server of its own, in the Python that the
   * property {@code gymbridge.python} names where it is set.
   */
  public EnvironmentSource source() {
    if (environment.startsWith("native:")) {
      return new NativeEnvironments();
    }
    String python = System.getProperty("gymbridge.python");
    return LocalServer.start(
        python == null
            ? LocalServerOptions.DEFAULT.withExtras(List.of("box2d", "minatar"))
            : LocalServerOptions.DEFAULT.withExistingPython(python));
  }
}
