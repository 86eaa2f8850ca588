package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An environment whose observation is (last seed, episode since, step), and whose episodes take 3 +
 * seed % 3 steps; those of odd seeds are truncated. The reward is the action plus the step; action
 * 9 raises.
 */
final class SeedEcho implements Environment {
  private long seed = -1;
  private int episode;
  private int step;

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        "SeedEcho-v0",
        OptionalInt.empty(),
        OptionalDouble.empty(),
        false,
        List.of(),
        OptionalDouble.empty());
  }

  @Override
  public Space observationSpace() {
    return new Box(
        NdArray.of(new double[] {-9, 0, 0}, 3), NdArray.of(new double[] {1e12, 9e9, 9e9}, 3));
  }

  @Override
  public Space actionSpace() {
    return new Discrete(10);
  }

  private Value observation() {
    return NdArray.of(new double[] {seed, episode, step}, 3);
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    episode = options.seed().isPresent() ? 0 : episode + 1;
    seed = options.seed().orElse(seed);
    step = 0;
    return new ResetResult(observation(), seed % 2 == 0 ? Map.of("even", seed) : Map.of());
  }

  @Override
  public StepResult step(Value action) {
    if (action.equals(NdArray.scalar(9))) {
      throw new EnvironmentException("nine is too much");
    }
    step++;
    boolean over = step == 3 + Math.floorMod(seed, 3L);
    boolean odd = seed % 2 != 0;
    return new StepResult(
        observation(),
        ((NdArray) action).getLong(0) + step,
        over && !odd,
        over && odd,
        step % 2 == 0 ? Map.of("halves", step / 2.0, "name", "s" + seed) : Map.of());
  }

  @Override
  public Rendering render() {
    return new Rendering(List.of(), List.of(seed + "/" + step));
  }

  @Override
  public void close() {}
}
