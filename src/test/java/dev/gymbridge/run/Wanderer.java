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
import java.util.Random;

/**
 * A dot that wanders through noise, pushed to the left or right, until it leaves the picture: each
 * episode another one, decided by its seed and the actions. Seen are the last few pictures.
 */
final class Wanderer implements Environment {
  private final int frames;
  private final int side;
  private final byte[] seen; // [frames, side, side], the newest last
  private Random random = new Random();
  private int place;

  /** With pictures of so many pixels a side. */
  Wanderer(int frames, int side) {
    this.frames = frames;
    this.side = side;
    seen = new byte[frames * side * side];
  }

  @Override
  public EnvironmentSpec spec() {
    return EnvironmentSpec.of("Wanderer-v0");
  }

  @Override
  public Space observationSpace() {
    return Box.of(0L, 255L, DType.UINT8, frames, side, side);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    random = new Random(options.seed().orElse(0));
    java.util.Arrays.fill(seen, (byte) 0);
    place = side / 2;
    see();
    return new ResetResult(observation());
  }

  @Override
  public StepResult step(Value action) {
    long chosen = ((NdArray) action).getLong(0);
    place += (chosen == 0 ? -1 : 1) * random.nextInt(side / 4) + random.nextInt(3) - 1;
    boolean gone = place < 0 || place >= side;
    see();
    return new StepResult(observation(), gone ? -1 : random.nextDouble(), gone, false);
  }

  private void see() {
    int picture = side * side;
    int newest = seen.length - picture;
    System.arraycopy(seen, picture, seen, 0, newest);
    for (int i = newest; i < seen.length; i++) {
      seen[i] = (byte) random.nextInt(40);
    }
    seen[newest + Math.max(0, Math.min(side - 1, place)) * side + side / 2] = (byte) 255;
  }

  private Value observation() {
    return NdArray.of(seen.clone(), frames, side, side);
  }
}
