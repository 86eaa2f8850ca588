package dev.gymbridge.examples;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.classic.NativeEnvironments;
import java.util.SplittableRandom;

/** An episode of random actions, in whatever environment. */
public final class RandomEpisode {
  private RandomEpisode() {}

  static double randomEpisode(EnvironmentSource source) {
    SplittableRandom random = new SplittableRandom(7);
    try (Environment environment = source.make(EnvironmentOptions.of("CartPole-v1"))) {
      environment.reset(7);
      double episodeReturn = 0;
      StepResult result;
      do {
        result = environment.step(environment.actionSpace().sample(random));
        episodeReturn += result.reward();
      } while (!result.ended());
      return episodeReturn;
    }
  }

  public static double onTheNativeCartPole() {
    return randomEpisode(new NativeEnvironments());
  }
}
