package dev.gymbridge.run;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Optional;

/** A vector of environments that is another one, but for what a subclass changes. */
abstract class ForwardingVectorEnvironment implements VectorEnvironment {
  final VectorEnvironment environment;

  ForwardingVectorEnvironment(VectorEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public final int numEnvs() {
    return environment.numEnvs();
  }

  @Override
  public final EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public final AutoresetMode autoresetMode() {
    return environment.autoresetMode();
  }

  @Override
  public Space singleObservationSpace() {
    return environment.singleObservationSpace();
  }

  @Override
  public Space singleActionSpace() {
    return environment.singleActionSpace();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    return environment.reset(options);
  }

  @Override
  public void send(Value actions) {
    environment.send(actions);
  }

  @Override
  public VectorStepResult receive() {
    return environment.receive();
  }

  @Override
  public Optional<String> outage() {
    return environment.outage();
  }

  @Override
  public List<Rendering> render() {
    return environment.render();
  }

  @Override
  public final void close() {
    environment.close();
  }
}
