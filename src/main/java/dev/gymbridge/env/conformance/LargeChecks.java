package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Collections;
import java.util.List;

/** Many environments in one vector, and so many observations and frames at once. */
final class LargeChecks {
  private LargeChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "large.many-environments",
            "A vector of many environments (64 unless told otherwise) resets and steps as a small one"
                + " does.",
            "raise the limits on environments and on the size of messages",
            LargeChecks::manyEnvironments),
        new Check(
            "large.many-frames",
            "A vector of many environments draws all of them at once.",
            "raise the limit on the size of messages",
            LargeChecks::manyFrames));
  }

  private static void manyEnvironments(Trial trial) {
    int n = trial.limits().manyEnvs();
    VectorEnvironment vector = trial.makeVector(trial.options(), n, AutoresetMode.SAME_STEP);
    Space batch = trial.observationSpace().batch(n);
    Expect.inside("the observation of reset", batch, vector.reset(trial.seed()).observation());
    Value actions = trial.actionSpace().stack(Collections.nCopies(n, trial.action(0)));
    for (int step = 0; step < 2; step++) {
      VectorStepResult result = vector.step(actions);
      Expect.inside("the observation of a step", batch, result.observation());
      Expect.equal("the number of rewards", n, result.rewards().length);
    }
    if (!trial.spec().nondeterministic()) {
      Value last =
          trial.observationSpace().unstack(vector.reset(trial.seed()).observation(), n).get(n - 1);
      Expect.equal(
          "the start of the last environment",
          trial.make().reset(trial.seed() + n - 1).observation(),
          last);
    }
  }

  private static void manyFrames(Trial trial) {
    trial.requireMode(RenderMode.RGB_ARRAY);
    int n = trial.limits().manyEnvs();
    EnvironmentOptions drawn = trial.options().withRenderMode(RenderMode.RGB_ARRAY);
    VectorEnvironment vector = trial.makeVector(drawn, n, AutoresetMode.SAME_STEP);
    vector.reset(trial.seed());
    List<Rendering> renderings = vector.render();
    Expect.equal("the number of renderings", n, renderings.size());
    for (Rendering rendering : renderings) {
      Expect.equal("the number of frames of an environment", 1, rendering.frames().size());
    }
  }
}
