package dev.gymbridge.run;

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

/** A dot that goes to the right, seen as a picture of 10 by 10 bytes; episodes of ten steps. */
final class Dot implements Environment {
  private int step;

  @Override
  public EnvironmentSpec spec() {
    return EnvironmentSpec.of("Dot-v0");
  }

  @Override
  public Space observationSpace() {
    return Box.of(0L, 255L, DType.UINT8, 10, 10, 1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    step = 0;
    return new ResetResult(observation());
  }

  @Override
  public StepResult step(Value action) {
    step++;
    return new StepResult(observation(), 1, step == 10, false);
  }

  private Value observation() {
    byte[] pixels = new byte[100];
    pixels[Math.min(step, 9)] = (byte) 255;
    return NdArray.of(pixels, 10, 10, 1);
  }
}
