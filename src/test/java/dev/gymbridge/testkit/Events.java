package dev.gymbridge.testkit;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingStarted;
import java.util.List;

/** Events of a run in which each episode takes ten env steps. */
public final class Events {
  private Events() {}

  public static TrainingStarted started(long episodes) {
    return new TrainingStarted("CartPole-v1", 1000, 0, episodes * 10, episodes);
  }

  public static EpisodeFinished episode(long number) {
    return new EpisodeFinished(
        number,
        number * 10,
        number * 5,
        number + 0.5,
        10,
        0.1,
        0.25,
        1.5,
        true,
        false,
        3,
        462,
        0.001);
  }

  public static EvaluationFinished evaluation(long envSteps, double mean, boolean best) {
    return new EvaluationFinished(
        envSteps,
        envSteps / 2,
        new Evaluation(List.of(mean - 1, mean + 1), List.of(10, 20)),
        best,
        0.25);
  }

  public static TrainingEnded ended(long episodes) {
    return new TrainingEnded(
        episodes * 10, episodes * 5, episodes, 2.0, TrainingEnded.Reason.COMPLETED, null);
  }
}
