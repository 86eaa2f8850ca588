package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.QNetwork;

/** One episode played greedily, frame by frame. */
final class GreedyEpisode {
  private final Environment environment;
  private final QNetwork network;
  private final float[] observation;
  private final int[] action = new int[1];

  GreedyEpisode(Environment environment, QNetwork network) {
    this.environment = environment;
    this.network = network;
    observation = new float[network.observationSize()];
  }

  /**
   * Plays it and returns its return.
   *
   * @param frames takes each frame, the first before the first step
   */
  double play(long seed, FrameSink frames) {
    Value current = environment.reset(ResetOptions.seeded(seed)).observation();
    long firstAction = ((Discrete) environment.actionSpace()).start();
    double episodeReturn = 0;
    boolean goesOn = show(frames);
    while (goesOn) {
      environment.observationSpace().flatten(current, observation, 0);
      network.act(observation, 1, action);
      StepResult result = environment.step(firstAction + action[0]);
      episodeReturn += result.reward();
      current = result.observation();
      goesOn = show(frames) && !result.ended();
    }
    return episodeReturn;
  }

  private boolean show(FrameSink frames) {
    for (Frame frame : environment.render().frames()) {
      if (!frames.take(frame)) {
        return false;
      }
    }
    return true;
  }

  /** Takes frames as they are drawn. */
  interface FrameSink {
    /** Takes one frame; false ends the episode. */
    boolean take(Frame frame);
  }
}
