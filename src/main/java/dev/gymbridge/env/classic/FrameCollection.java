package dev.gymbridge.env.classic;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * An environment that draws a frame at each reset and step and hands out all of them at once, as
 * {@code gymnasium.wrappers.RenderCollection} does: {@link #render} empties the collection, and so
 * does a reset.
 */
final class FrameCollection extends WrappedEnvironment {
  private final List<Frame> frames = new ArrayList<>();
  private boolean begun;

  /** Collects the frames of an environment that draws one at a time, and is closed with this. */
  FrameCollection(Environment environment) {
    super(environment);
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    ResetResult result = environment.reset(options);
    begun = true;
    frames.clear();
    frames.addAll(environment.render().frames());
    return result;
  }

  @Override
  public StepResult step(Value action) {
    StepResult result = environment.step(action);
    frames.addAll(environment.render().frames());
    return result;
  }

  @Override
  public StepResult step(long action) {
    StepResult result = environment.step(action);
    frames.addAll(environment.render().frames());
    return result;
  }

  @Override
  public Rendering render() {
    if (!begun) {
      return environment.render(); // It says that a reset is needed.
    }
    Rendering all = new Rendering(frames, List.of());
    frames.clear();
    return all;
  }
}
