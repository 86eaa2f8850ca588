package dev.gymbridge.env.classic;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.space.Space;

/** An environment around another, which it hands on to and closes. */
abstract class WrappedEnvironment implements Environment {
  final Environment environment;

  WrappedEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public final Space observationSpace() {
    return environment.observationSpace();
  }

  @Override
  public final Space actionSpace() {
    return environment.actionSpace();
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
