package dev.gymbridge.env;

import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an environment returns to what it declares, as the server does for those in Python.
 * Numbers that are out of bounds or not finite pass: what to do about them is the learner's matter.
 */
final class CheckedEnvironment implements Environment {
  private final Environment environment;
  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private long resets;
  private long steps; // since the last reset

  /**
   * Checks an environment, and closes it with itself.
   *
   * @throws EnvironmentException if there is none, or it lacks a spec or a space
   */
  CheckedEnvironment(@Nullable Environment made) {
    environment = given(made, "what was to make an environment returned null; return a new one");
    String name = environment.getClass().getName();
    spec = given(environment.spec(), name + ".spec() returned null; return EnvironmentSpec.of(ID)");
    observationSpace =
        given(environment.observationSpace(), name + ".observationSpace() returned null");
    actionSpace = given(environment.actionSpace(), name + ".actionSpace() returned null");
  }

  /** Checks what a maker makes; what lacks something is closed again. */
  static CheckedEnvironment made(Supplier<? extends Environment> maker) {
    Environment made = maker.get();
    try {
      return new CheckedEnvironment(made);
    } catch (EnvironmentException e) {
      if (made != null) {
        made.close();
      }
      throw e;
    }
  }

  private static <T> T given(@Nullable T value, String otherwise) {
    if (value == null) {
      throw new EnvironmentException(otherwise);
    }
    return value;
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    resets++;
    steps = 0;
    ResetResult result = environment.reset(options);
    check(result == null ? null : result.observation());
    return result;
  }

  @Override
  public StepResult step(Value action) {
    steps++;
    StepResult result = environment.step(action);
    check(result == null ? null : result.observation());
    return result;
  }

  private void check(@Nullable Value observation) {
    if (observation == null) {
      throw new EnvironmentException(wrong("result", "it is null"));
    }
    if (observationSpace.contains(observation)) {
      return;
    }
    try {
      observationSpace.flatten(observation, new float[observationSpace.flatSize()], 0);
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(wrong("observation", e.getMessage()), e);
    } catch (UnsupportedOperationException differsInSize) {
      // No agent learns from it.
    }
  }

  private String wrong(String what, @Nullable String why) {
    return "%s returned a wrong %s in %s: %s"
        .formatted(
            spec.id(),
            what,
            steps == 0 ? "reset " + resets : "step %d of episode %d".formatted(steps, resets),
            why);
  }

  @Override
  public Rendering render() {
    return environment.render();
  }

  @Override
  public void close() {
    environment.close();
  }
}
