package dev.gymbridge.run;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;

/** An environment as an agent sees it. */
final class AdaptedEnvironment extends ForwardingEnvironment {
  private final Adaptation adaptation;

  AdaptedEnvironment(Environment environment, Adaptation adaptation) {
    super(environment);
    this.adaptation = adaptation;
  }

  @Override
  public Space observationSpace() {
    return adaptation.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return adaptation.actions().space();
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    ResetResult result = environment.reset(options);
    return new ResetResult(adaptation.observe(result.observation()), result.info());
  }

  @Override
  public StepResult step(Value action) {
    StepResult result = environment.step(adaptation.actions().one(action));
    return new StepResult(
        adaptation.observe(result.observation()),
        result.reward(),
        result.terminated(),
        result.truncated(),
        result.info());
  }
}
