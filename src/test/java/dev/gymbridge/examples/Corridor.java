package dev.gymbridge.examples;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;

/** An environment of one's own: five cells in a row, the way out is to the right. */
final class Corridor implements Environment {
  private int cell;

  @Override
  public EnvironmentSpec spec() {
    return EnvironmentSpec.of("Corridor-v0");
  }

  @Override
  public Space observationSpace() {
    return Box.of(0, 4, DType.FLOAT32, 1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    cell = 0;
    return new ResetResult(observation());
  }

  @Override
  public StepResult step(Value action) {
    cell = Math.max(0, cell + (((NdArray) action).getLong(0) == 1 ? 1 : -1));
    return new StepResult(observation(), cell == 4 ? 1 : -0.1, cell == 4, false);
  }

  private Value observation() {
    return NdArray.of(new float[] {cell}, 1);
  }
}
