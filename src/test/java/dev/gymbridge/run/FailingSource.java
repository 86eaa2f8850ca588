package dev.gymbridge.run;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.classic.NativeEnvironments;

/** The JVM's environments, of which one call, of a step or a reset, fails. */
final class FailingSource implements EnvironmentSource {
  static final String MESSAGE = "the environment broke off";
  static final FailingSource NEVER = new FailingSource(-1);

  private final EnvironmentSource natives = new NativeEnvironments();
  private final int failing;
  private int calls;

  /** In that call, from 0, of all environments together. */
  FailingSource(int failing) {
    this.failing = failing;
  }

  private void called() {
    if (calls++ == failing) {
      throw new EnvironmentException(MESSAGE);
    }
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    return natives.make(options);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    return new ForwardingVectorEnvironment(natives.makeVector(options, numEnvs, autoresetMode)) {
      @Override
      public VectorResetResult reset(VectorResetOptions asked) {
        called();
        return environment.reset(asked);
      }

      @Override
      public VectorStepResult receive() {
        called();
        return environment.receive();
      }
    };
  }

  @Override
  public void close() {
    natives.close();
  }
}
