package dev.gymbridge.agent;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.file.TemporaryDirectory;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains an agent, in short.
 *
 * <pre>{@code
 * try (EnvironmentSource source = EnvironmentSource.of("My-v0", MyEnvironment::new);
 *     Agent agent = DqnTraining.of(source, "My-v0").set("total_env_steps", 20_000).train()) {
 *   agent.act(observation);
 * }
 * }</pre>
 *
 * <p>It prints nothing. Where a run directory is given the run is left in it, as the command line
 * leaves it but for the pictures; {@link TrainingRun} is the long way.
 */
public final class DqnTraining {
  private final EnvironmentSource source;
  private final String environmentId;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Recipe recipe;
  private @Nullable Path directory;
  private BooleanSupplier stop = () -> false;

  private DqnTraining(EnvironmentSource source, String environmentId) {
    this.source = Objects.requireNonNull(source, "the source of environments must not be null");
    this.environmentId = environmentId;
    recipe = Recipe.usual(EnvironmentRecipe.of(environmentId), 1, new JsonObject());
  }

  /** Training on an environment that a source makes, with the preset that suits it. */
  public static DqnTraining of(EnvironmentSource source, String environmentId) {
    return new DqnTraining(source, environmentId);
  }

  /** Takes another preset, as it comes. */
  public DqnTraining preset(String name) {
    return from(name, DqnConfig.preset(name));
  }

  private DqnTraining from(String name, DqnConfig config) {
    recipe = new Recipe(recipe.environment(), recipe.seed(), name, config);
    return this;
  }

  /** Takes a configuration of one's own. */
  public DqnTraining config(DqnConfig own) {
    return from("custom", own);
  }

  /** Changes one key of the configuration, such as {@code batch_size}. */
  public DqnTraining set(String key, @Nullable Object value) {
    recipe = recipe.with(key, value);
    return this;
  }

  /** Takes another seed than 1. */
  public DqnTraining seed(long newSeed) {
    recipe = recipe.withSeed(newSeed);
    return this;
  }

  /** Tells a listener what happens, on the thread that trains. */
  public DqnTraining listen(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "a listener must not be null"));
    return this;
  }

  /** Leaves the run in a directory, which must be empty or missing. */
  public DqnTraining in(Path runDirectory) {
    directory = runDirectory;
    return this;
  }

  /** Ends the training as soon as this says so, which is asked after every step. */
  public DqnTraining stopWhen(BooleanSupplier asked) {
    stop = asked;
    return this;
  }

  /**
   * Trains, and hands over the agent of the best evaluation, or else the last; the caller closes
   * it.
   */
  public Agent train() {
    if (directory != null) {
      return train(RunDirectory.createAt(directory));
    }
    try (TemporaryDirectory temporary = temporary()) {
      return train(RunDirectory.createAt(temporary.path()));
    }
  }

  private Agent train(RunDirectory run) {
    try (TrainingRun training =
        TrainingRun.open(recipe, source, environmentId, TensorFlowQNetwork::create)) {
      listeners.forEach(training::listen);
      training.train(run, false, Map.of(), stop);
    }
    return Agent.load(run.path());
  }

  private static TemporaryDirectory temporary() {
    try {
      return TemporaryDirectory.make("gymbridge-run");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary directory; give one by in(...)", e);
    }
  }
}
