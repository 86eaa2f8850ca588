package dev.gymbridge.env.classic;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.VectorEnvironment;
import java.util.List;
import java.util.OptionalInt;

/**
 * The environments that run in this JVM, without Python: CartPole-v1.
 *
 * <pre>{@code
 * try (EnvironmentSource source = new NativeEnvironments();
 *     Environment environment = source.make(EnvironmentOptions.of("CartPole-v1"))) {
 *   environment.reset(7);
 *   StepResult result = environment.step(1);
 * }
 * }</pre>
 *
 * <p>The same seed and actions lead to the episodes of Gymnasium 1.4.0. Arguments, reset options
 * and the time limit are those of Gymnasium; its Python wrappers cannot be had here. Frames are
 * drawn for {@link RenderMode#RGB_ARRAY} and {@link RenderMode#RGB_ARRAY_LIST}, also without a
 * display.
 */
public final class NativeEnvironments implements EnvironmentSource {
  private final Lifetime lifetime = new Lifetime(null);

  /** The ids that can be made. */
  public static List<String> ids() {
    return List.of(CartPole.ID);
  }

  /**
   * {@inheritDoc}
   *
   * @throws EnvironmentException if there are wrappers, an argument that the environment does not
   *     have, or a render mode other than those above
   */
  @Override
  public Environment make(EnvironmentOptions options) {
    check(options);
    return make(options, CartPoleArguments.of(options.arguments()));
  }

  private Environment make(EnvironmentOptions options, CartPoleArguments arguments) {
    boolean drawn = options.renderMode() != RenderMode.NONE;
    Environment environment = new CartPole(arguments, drawn, new Lifetime(lifetime));
    OptionalInt maxEpisodeSteps = maxEpisodeSteps(options);
    if (maxEpisodeSteps.isPresent()) {
      environment = new TimeLimit(environment, maxEpisodeSteps.getAsInt());
    }
    return options.renderMode() == RenderMode.RGB_ARRAY_LIST
        ? new FrameCollection(environment)
        : environment;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EnvironmentException for the same reasons as {@link #make}, or if numEnvs is below 1
   */
  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    check(options);
    if (numEnvs < 1) {
      throw new EnvironmentException("numEnvs must be at least 1, got " + numEnvs);
    }
    CartPoleArguments arguments = CartPoleArguments.of(options.arguments());
    if (options.renderMode() == RenderMode.RGB_ARRAY_LIST) {
      return SyncVectorEnvironment.of(() -> make(options, arguments), numEnvs, autoresetMode);
    }
    return new CartPoleVector(
        numEnvs,
        autoresetMode,
        arguments,
        maxEpisodeSteps(options),
        options.renderMode() != RenderMode.NONE,
        new Lifetime(lifetime));
  }

  private static OptionalInt maxEpisodeSteps(EnvironmentOptions options) {
    int steps = options.maxEpisodeSteps().orElse(CartPole.MAX_EPISODE_STEPS);
    return steps == 0 ? OptionalInt.empty() : OptionalInt.of(steps);
  }

  private void check(EnvironmentOptions options) {
    lifetime.requireOpen("source of native environments");
    String id = options.id();
    if (!id.equals(CartPole.ID) && !id.equals("CartPole")) {
      throw unknown(id);
    }
    if (!options.wrappers().isEmpty()) {
      throw new EnvironmentException(
          "native environments take no wrappers, got \"%s\"; make %s on a server to have those of Gymnasium"
              .formatted(options.wrappers().get(0).name(), CartPole.ID));
    }
    switch (options.renderMode()) {
      case NONE, RGB_ARRAY, RGB_ARRAY_LIST -> {}
      case HUMAN, ANSI, ANSI_LIST ->
          throw new EnvironmentException(
              "the native %s has no render mode \"%s\"; allowed are rgb_array and rgb_array_list%s"
                  .formatted(
                      CartPole.ID,
                      options.renderMode().gymnasiumName(),
                      options.renderMode() == RenderMode.HUMAN
                          ? ", whose frames the program can show in a window of its own"
                          : ""));
    }
  }

  private static UnknownEnvironmentException unknown(String id) {
    String mend =
        id.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "").contains("cartpole")
            ? "did you mean %s?".formatted(CartPole.ID)
            : "there is %s; a server makes the others".formatted(String.join(", ", ids()));
    return new UnknownEnvironmentException("no native environment \"%s\"; %s".formatted(id, mend));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
