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

  static Made<VectorEnvironment> vector(
      EnvironmentSource source,
      EnvironmentOptions options,
      int numEnvs,
      AutoresetMode autoresetMode,
      EnvironmentRecipe recipe) {
    VectorEnvironment made = source.makeVector(options, numEnvs, autoresetMode);
    try {
      Space actions = made.singleActionSpace();
      Adaptation adaptation =
          Adaptation.of(
              recipe.id(), made.singleObservationSpace(), actions, recipe.observationKeys());
      boolean asItIs = adaptation.changesNothing(made.singleObservationSpace(), actions);
      return made(
          asItIs ? made : new AdaptedVectorEnvironment(made, adaptation),
          made.spec(),
          actions,
          adaptation,
          recipe);
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  static Made<Environment> one(
      EnvironmentSource source, EnvironmentOptions options, EnvironmentRecipe recipe) {
    Environment made = source.make(options);
    try {
      Space actions = made.actionSpace();
      Adaptation adaptation =
          Adaptation.of(recipe.id(), made.observationSpace(), actions, recipe.observationKeys());
      boolean asItIs = adaptation.changesNothing(made.observationSpace(), actions);
      return made(
          asItIs ? made : new AdaptedEnvironment(made, adaptation),
          made.spec(),
          actions,
          adaptation,
          recipe);
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private static <E extends AutoCloseable> Made<E> made(
      E environment,
      EnvironmentSpec spec,
      Space actions,
      Adaptation adaptation,
      EnvironmentRecipe recipe) {
    TrainedOn trainedOn =
        TrainedOn.of(
            recipe,
            spec,
            adaptation.observationSpace(),
            actions,
            (Discrete) adaptation.actions().space());
    return new Made<>(environment, trainedOn, adaptation.notes());
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
