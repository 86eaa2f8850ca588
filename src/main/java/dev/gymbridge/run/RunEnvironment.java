package dev.gymbridge.run;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import java.util.List;
import java.util.function.BiFunction;

/** Makes the environments of a run, as its agent sees them. */
final class RunEnvironment {
  private RunEnvironment() {}

  /**
   * What was made.
   *
   * @param environment closed by whoever had it made
   * @param trainedOn what an agent meets in it
   * @param notes what a person should know of it
   */
  record Made<E extends AutoCloseable>(E environment, TrainedOn trainedOn, List<String> notes) {}

  /**
   * Makes environments whose episodes each begin with a seed of their own, so that any of them can
   * be played again; only an environment's own vectorised implementation, which takes no seed for
   * one of many, begins them by itself.
   */
  static Made<VectorEnvironment> vector(
      EnvironmentSource source, EnvironmentOptions options, int numEnvs, EnvironmentRecipe recipe) {
    AutoresetMode mode =
        "native".equals(recipe.server().vectorization())
            ? AutoresetMode.NEXT_STEP // the one mode that they all have
            : AutoresetMode.DISABLED;
    VectorEnvironment made = source.makeVector(options, numEnvs, mode);
    return adapted(
        made,
        made.spec(),
        made.singleObservationSpace(),
        made.singleActionSpace(),
        recipe,
        AdaptedVectorEnvironment::new);
  }

  static Made<Environment> one(
      EnvironmentSource source, EnvironmentOptions options, EnvironmentRecipe recipe) {
    Environment made = source.make(options);
    return adapted(
        made,
        made.spec(),
        made.observationSpace(),
        made.actionSpace(),
        recipe,
        AdaptedEnvironment::new);
  }

  /** Shows an environment as its agent sees it; closes it where an agent cannot learn from it. */
  private static <E extends AutoCloseable> Made<E> adapted(
      E environment,
      EnvironmentSpec spec,
      Space observations,
      Space actions,
      EnvironmentRecipe recipe,
      BiFunction<E, Adaptation, E> adapter) {
    try {
      Adaptation adaptation =
          Adaptation.of(recipe.id(), observations, actions, recipe.observationKeys());
      TrainedOn trainedOn =
          TrainedOn.of(
              recipe,
              spec,
              adaptation.observationSpace(),
              actions,
              (Discrete) adaptation.actions().space());
      boolean asItIs = adaptation.changesNothing(observations, actions);
      return new Made<>(
          asItIs ? environment : adapter.apply(environment, adaptation),
          trainedOn,
          adaptation.notes());
    } catch (RuntimeException e) {
      close(environment);
      throw e;
    }
  }

  /** Closes an environment, which throws nothing checked. */
  static void close(AutoCloseable environment) {
    try {
      environment.close();
    } catch (Exception e) {
      throw new IllegalStateException("an environment closes without checked exceptions", e);
    }
  }
}
