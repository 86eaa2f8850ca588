package dev.gymbridge.run;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;

/** Environments as an agent sees them. */
final class AdaptedVectorEnvironment extends ForwardingVectorEnvironment {
  private final Adaptation adaptation;

  AdaptedVectorEnvironment(VectorEnvironment environment, Adaptation adaptation) {
    super(environment);
    this.adaptation = adaptation;
  }

  @Override
  public Space singleObservationSpace() {
    return adaptation.observationSpace();
  }

  @Override
  public Space singleActionSpace() {
    return adaptation.actions().space();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    VectorResetResult result = environment.reset(options);
    return new VectorResetResult(
        adaptation.observe(result.observation()), result.info(), result.interruption());
  }

  @Override
  public void send(Value actions) {
    environment.send(adaptation.actions().batch(actions));
  }

  @Override
  public VectorStepResult receive() {
    VectorStepResult result = environment.receive();
    Value last = result.finalObservation();
    return new VectorStepResult(
        adaptation.observe(result.observation()),
        result.rewards(),
        result.terminated(),
        result.truncated(),
        last == null ? null : adaptation.observe(last),
        result.info(),
        result.finalInfo(),
        result.interruption());
  }
}
