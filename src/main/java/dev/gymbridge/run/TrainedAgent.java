package dev.gymbridge.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.dqn.DqnTrainer;
import dev.gymbridge.dqn.EvaluationEnvs;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.network.QNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent of a run, with environments to play in that are what it was trained on. It closes the
 * environments that it made, and its network.
 *
 * <pre>{@code
 * try (TrainedAgent agent = TrainedAgent.load(run, Policy.BEST, networks)) {
 *   agent.evaluator(source, "CartPole-v1", agent.environmentsFor(100)).evaluate(100, 7);
 * }
 * }</pre>
 */
public final class TrainedAgent implements AutoCloseable {
  private final RunDirectory run;
  private final String policy;
  private final Recipe recipe;
  private final TrainedOn trainedOn;
  private final StoredCheckpoint weights;
  private final QNetwork network;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  private TrainedAgent(
      RunDirectory run,
      String policy,
      Recipe recipe,
      TrainedOn trainedOn,
      StoredCheckpoint weights,
      QNetwork network) {
    this.run = run;
    this.policy = policy;
    this.recipe = recipe;
    this.trainedOn = trainedOn;
    this.weights = weights;
    this.network = network;
  }

  /**
   * Loads the weights of a run.
   *
   * @throws RunDirectoryException if the run has none, or does not say how it was made
   * @throws OtherEnvironmentException if the weights are of another environment than the run
   */
  public static TrainedAgent load(RunDirectory run, Policy policy, NetworkMaker networks) {
    Recipe recipe = Recipe.read(run);
    TrainedOn trainedOn = TrainedOn.read(run);
    StoredCheckpoint stored = policy.weights(run);
    Path weights = stored.directory();
    trainedOn.requireSameBeside(weights);
    QNetwork network =
        networks.make(
            recipe.config().networkConfig(trainedOn.observation(), trainedOn.actions(), 0));
    try {
      network.restore(weights);
      return new TrainedAgent(run, policy.toString(), recipe, trainedOn, stored, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The agent of a run as it was before its first gradient step. */
  public static TrainedAgent untrained(RunDirectory run, NetworkMaker networks) {
    Recipe recipe = Recipe.read(run);
    TrainedOn trainedOn = TrainedOn.read(run);
    long seed = DqnTrainer.networkSeed(recipe.seed());
    QNetwork network =
        networks.make(
            recipe.config().networkConfig(trainedOn.observation(), trainedOn.actions(), seed));
    StoredCheckpoint none = new StoredCheckpoint(run.path(), new JsonObject(), List.of());
    return new TrainedAgent(run, "untrained", recipe, trainedOn, none, network);
  }

  /**
   * Writes the network for others to run, with its {@link #provenance}. A SavedModel also has in
   * its {@code assets.extra/} what makes this agent of it again: {@link RunDirectory#open} takes it
   * as it takes a run.
   *
   * @param to a directory that is empty or does not exist, or a file that does not
   * @throws RunDirectoryException if the run cannot be copied
   */
  public void export(ExportFormat format, Path to) {
    network.export(format, to, provenance());
    if (format == ExportFormat.SAVED_MODEL) {
      run.copyPolicy(
          to,
          weights.about(),
          fresh -> {
            network.save(fresh);
            trainedOn.writeBeside(fresh);
          });
    }
  }

  /**
   * Where the weights come from, for what is made of them: the run and its policy, environment,
   * seed, versions, spaces, and what it reached.
   */
  public Map<String, String> provenance() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("run", run.name());
    provenance.put("policy", policy);
    weights.about().asMap().forEach((key, value) -> provenance.put(key, text(value)));
    provenance.put("trained_on", trainedOn.json().toString());
    provenance.put("config", recipe.config().toJson().toString());
    if (Files.exists(run.summary())) {
      String score = policy.equals("best") ? "best_evaluation" : "final_evaluation";
      JsonElement reached = SummaryFile.read(run).get(score);
      if (reached != null && reached.isJsonObject()) {
        provenance.put(score, text(reached));
      }
    }
    return provenance;
  }

  private static String text(JsonElement element) {
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }

  /** Acts on observations outside of any environment made here; of this agent's network. */
  public Decisions decisions() {
    return Decisions.of(trainedOn, network);
  }

  /** How the run was made. */
  public Recipe recipe() {
    return recipe;
  }

  /** What is wrong with newer weights that were passed over, a line each. */
  public List<String> passedOver() {
    return weights.passedOver();
  }

  /** The trained network; closed with this agent. */
  public QNetwork network() {
    return network;
  }

  /**
   * Makes one environment that draws.
   *
   * @param sourceId the id that the source knows
   * @throws OtherEnvironmentException if it is not what the agent was trained on
   */
  public Environment drawnEnvironment(EnvironmentSource source, String sourceId) {
    try {
      return checked(drawn(recipe, source, sourceId));
    } catch (EnvironmentException undrawable) {
      requireSame(source, sourceId);
      throw undrawable;
    }
  }

  /** An environment that cannot draw may be another: that says more. */
  private void requireSame(EnvironmentSource source, String sourceId) {
    RunEnvironment.Made<Environment> plain;
    try {
      plain = RunEnvironment.one(source, recipe.options(sourceId), recipe.environment());
    } catch (EnvironmentException unmakeable) {
      return; // What was said of drawing says enough.
    }
    checked(plain);
  }

  /** Makes one environment of a recipe that draws, which the caller closes. */
  public static Environment drawnEnvironment(
      Recipe recipe, EnvironmentSource source, String sourceId) {
    return drawn(recipe, source, sourceId).environment();
  }

  private static RunEnvironment.Made<Environment> drawn(
      Recipe recipe, EnvironmentSource source, String sourceId) {
    return RunEnvironment.one(
        source,
        recipe.options(sourceId).withRenderMode(RenderMode.RGB_ARRAY),
        recipe.environment());
  }

  /**
   * On how many environments so many greedy episodes are played: as the configuration says, and
   * never on more than the agent was trained on where it was evaluated on those.
   */
  public int environmentsFor(int episodes) {
    EvaluationEnvs playedOn = recipe.config().evaluation().playedOn();
    return playedOn.shared()
        ? Math.min(episodes, recipe.config().run().numEnvs())
        : playedOn.forEpisodes(episodes);
  }

  /**
   * Greedy episodes on environments that are made for them.
   *
   * @param sourceId the id that the source knows
   * @param numEnvs how many are made, such as {@link #environmentsFor}
   * @throws OtherEnvironmentException if they are not what the agent was trained on
   */
  public Evaluator evaluator(EnvironmentSource source, String sourceId, int numEnvs) {
    VectorEnvironment environment =
        checked(
            RunEnvironment.vector(source, recipe.options(sourceId), numEnvs, recipe.environment()));
    return Evaluator.of(recipe.config(), network, environment, n -> environment);
  }

  private <E extends AutoCloseable> E checked(RunEnvironment.Made<E> of) {
    made.push(of.environment());
    trainedOn.requireSame(of.trainedOn(), weights.directory().toString());
    return of.environment();
  }

  @Override
  public void close() {
    made.forEach(RunEnvironment::close);
    made.clear();
    network.close();
  }
}
