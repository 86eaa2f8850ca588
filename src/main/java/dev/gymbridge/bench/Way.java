package dev.gymbridge.bench;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.InProcessGymnasium;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.function.IntFunction;

/**
 * One way of stepping N environments, for any N.
 *
 * <p>One environment is stepped alone, more of them as a vector under {@link
 * AutoresetMode#NEXT_STEP}, which every vectorised implementation has.
 */
public final class Way {
  private final String name;
  private final IntFunction<Stepper> open;

  private Way(String name, IntFunction<Stepper> open) {
    this.name = name;
    this.open = open;
  }

  /** Environments of a source that has one way of vectorizing, such as the native ones. */
  public static Way of(String name, EnvironmentSource source, EnvironmentOptions options) {
    return new Way(
        name,
        numEnvs ->
            numEnvs == 1
                ? new SingleStepper(source.make(options))
                : new VectorStepper(source.makeVector(options, numEnvs, AutoresetMode.NEXT_STEP)));
  }

  /** Environments of a server. */
  public static Way overBridge(
      String name,
      EnvironmentServer server,
      EnvironmentOptions options,
      Vectorization vectorization) {
    return new Way(
        name,
        numEnvs ->
            numEnvs == 1
                ? new SingleStepper(server.make(options))
                : new VectorStepper(
                    server.makeVector(options, numEnvs, AutoresetMode.NEXT_STEP, vectorization)));
  }

  /** Gymnasium inside its own Python process. */
  public static Way inProcess(
      String name,
      LocalServerOptions serverOptions,
      EnvironmentOptions options,
      Vectorization vectorization) {
    return new Way(
        name,
        numEnvs ->
            new InProcessStepper(
                numEnvs == 1
                    ? InProcessGymnasium.single(serverOptions, options)
                    : InProcessGymnasium.vector(serverOptions, options, numEnvs, vectorization)));
  }

  /** Frames of one environment of a source: what is timed is a frame, not a step. */
  public static Way drawing(String name, EnvironmentSource source, EnvironmentOptions options) {
    return new Way(
        name,
        numEnvs -> new FrameStepper(source.make(options.withRenderMode(RenderMode.RGB_ARRAY))));
  }

  /** Likewise, of Gymnasium inside its own Python process. */
  public static Way drawingInProcess(
      String name, LocalServerOptions serverOptions, EnvironmentOptions options) {
    return new Way(
        name,
        numEnvs ->
            new InProcessStepper(
                InProcessGymnasium.drawing(
                    serverOptions, options.withRenderMode(RenderMode.RGB_ARRAY))));
  }

  /** What it is called in results. */
  public String name() {
    return name;
  }

  Stepper open(int numEnvs) {
    return open.apply(numEnvs);
  }
}
