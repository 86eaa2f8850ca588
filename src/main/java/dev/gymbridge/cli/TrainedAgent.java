package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.run.RunDirectory;

/**
 * A trained agent in its environment, which draws frames: what is watched and recorded. Closing it
 * closes all that was opened for it.
 */
final class TrainedAgent implements AutoCloseable {
  private static final double USUAL_FRAMES_PER_SECOND = 30;

  private final TrainedRun trained;
  private final QNetwork network;
  private final ServerOptions.Opened opened;
  private final Environment environment;

  private TrainedAgent(
      TrainedRun trained, QNetwork network, ServerOptions.Opened opened, Environment environment) {
    this.trained = trained;
    this.network = network;
    this.opened = opened;
    this.environment = environment;
  }

  /** Reads the network of a run and makes its environment. */
  static TrainedAgent open(RunOptions runOptions, ServerOptions serverOptions, Console console) {
    RunDirectory run = runOptions.run();
    TrainedRun trained = TrainedRun.read(run);
    QNetwork network = trained.trainedNetwork(run, runOptions.policy(run));
    ServerOptions.Opened opened = null;
    try {
      opened = serverOptions.open(trained.environment(), console);
      Environment environment =
          opened.source().make(trained.options(opened.id()).withRenderMode(RenderMode.RGB_ARRAY));
      return new TrainedAgent(trained, network, opened, environment);
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      network.close();
      throw e;
    }
  }

  /** The id of the environment, as it was given to train. */
  String environmentId() {
    return trained.environment();
  }

  /** For which the drawing is meant. */
  double framesPerSecond() {
    return framesPerSecond(environment);
  }

  static double framesPerSecond(Environment environment) {
    return environment.spec().renderFps().orElse(USUAL_FRAMES_PER_SECOND);
  }

  /** Plays greedy episodes. */
  GreedyEpisode episode() {
    return new GreedyEpisode(environment, network);
  }

  @Override
  public void close() {
    environment.close();
    opened.close();
    network.close();
  }
}
