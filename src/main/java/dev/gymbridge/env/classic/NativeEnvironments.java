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
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The environments that run in this JVM, without Python: CartPole-v1, Acrobot-v1, MountainCar-v0.
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
  /** The registry: a new environment is one more line. */
  private static final List<ClassicTask> TASKS =
      List.of(CartPole.TASK, Acrobot.TASK, MountainCar.TASK);

  private final Lifetime lifetime = new Lifetime(null);

  /** The ids that can be made. */
  public static List<String> ids() {
    return TASKS.stream().map(ClassicTask::id).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws EnvironmentException if there are wrappers, an argument that the environment does not
   *     have, or a render mode other than those above
   */
  @Override
  public Environment make(EnvironmentOptions options) {
    return make(options, task(options));
  }

  private Environment make(EnvironmentOptions options, ClassicTask task) {
    Motion motion = task.motions().of(1, options.arguments());
    boolean drawn = options.renderMode() != RenderMode.NONE;
    Environment environment = new ClassicEnvironment(task, motion, drawn, new Lifetime(lifetime));
    OptionalInt maxEpisodeSteps = maxEpisodeSteps(options, task);
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
    ClassicTask task = task(options);
    if (numEnvs < 1) {
      throw new EnvironmentException("numEnvs must be at least 1, got " + numEnvs);
    }
    if (options.renderMode() == RenderMode.RGB_ARRAY_LIST) {
      return SyncVectorEnvironment.of(() -> make(options, task), numEnvs, autoresetMode);
    }
    return new ClassicVector(
        task,
        task.motions().of(numEnvs, options.arguments()),
        numEnvs,
        autoresetMode,
        maxEpisodeSteps(options, task),
        options.renderMode() != RenderMode.NONE,
        new Lifetime(lifetime));
  }

  private static OptionalInt maxEpisodeSteps(EnvironmentOptions options, ClassicTask task) {
    int steps = options.maxEpisodeSteps().orElse(task.maxEpisodeSteps());
    return steps == 0 ? OptionalInt.empty() : OptionalInt.of(steps);
  }

  /** What is to be made; refuses what no native environment can do. */
  private ClassicTask task(EnvironmentOptions options) {
    lifetime.requireOpen("source of native environments");
    ClassicTask task =
        TASKS.stream()
            .filter(known -> options.id().equals(known.id()) || options.id().equals(name(known)))
            .findFirst()
            .orElseThrow(() -> unknown(options.id()));
    if (!options.wrappers().isEmpty()) {
      throw new EnvironmentException(
          "native environments take no wrappers, got \"%s\"; make %s on a server to have those of Gymnasium"
              .formatted(options.wrappers().get(0).name(), task.id()));
    }
    switch (options.renderMode()) {
      case NONE, RGB_ARRAY, RGB_ARRAY_LIST -> {}
      case HUMAN, ANSI, ANSI_LIST ->
          throw new EnvironmentException(
              "the native %s has no render mode \"%s\"; allowed are rgb_array and rgb_array_list%s"
                  .formatted(
                      task.id(),
                      options.renderMode().gymnasiumName(),
                      options.renderMode() == RenderMode.HUMAN
                          ? ", whose frames the program can show in a window of its own"
                          : ""));
    }
    return task;
  }

  /** The id without its version. */
  private static String name(ClassicTask task) {
    return task.id().substring(0, task.id().lastIndexOf("-v"));
  }

  private static UnknownEnvironmentException unknown(String id) {
    String letters = letters(id);
    String mend =
        TASKS.stream()
            .filter(task -> letters.contains(letters(name(task))))
            .findFirst()
            .map(task -> "did you mean %s?".formatted(task.id()))
            .orElse("there are %s; a server makes the others".formatted(String.join(", ", ids())));
    return new UnknownEnvironmentException("no native environment \"%s\"; %s".formatted(id, mend));
  }

  private static String letters(String id) {
    return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
