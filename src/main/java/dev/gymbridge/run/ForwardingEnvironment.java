package dev.gymbridge.run;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;

/** An environment that is another one, but for what a subclass changes. */
abstract class ForwardingEnvironment implements Environment {
  final Environment environment;

  ForwardingEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public Space observationSpace() {
    return environment.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    return environment.reset(options);
  }

  @Override
  public StepResult step(Value action) {
    return environment.step(action);
  }

  @Override
  public Rendering render() {
    return environment.render();
  }

  @Override
  public final void close() {
    environment.close();
  }
}
