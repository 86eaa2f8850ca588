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

/** Environments of which one call, of a step or a reset, fails. */
final class FailingSource implements EnvironmentSource {
  static final String MESSAGE = "the environment broke off";
  static final int NEVER = -1;

  private final EnvironmentSource source;
  private final int failing;
  private int calls;

  /**
   * In that call, from 0, of all environments together; the source is closed by whoever made it.
   */
  FailingSource(EnvironmentSource source, int failing) {
    this.source = source;
    this.failing = failing;
  }

  private void called() {
    if (calls++ == failing) {
      throw new EnvironmentException(MESSAGE);
    }
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    return source.make(options);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    return new ForwardingVectorEnvironment(source.makeVector(options, numEnvs, autoresetMode)) {
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
  public void close() {}
}
