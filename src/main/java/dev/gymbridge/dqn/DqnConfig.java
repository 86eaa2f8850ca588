package dev.gymbridge.dqn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.ReplaySettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a Q-network is trained.
 *
 * <pre>{@code
 * DqnConfig config = DqnConfig.preset("cartpole").with("learning_rate", 0.001);
 * }</pre>
 *
 * <p>Each component is a record of keys. In JSON all keys stand side by side in snake case; {@link
 * #keys} says what each means. Periods and decays are a count and a unit, such as {@code "256
 * env_steps"} or {@code "20 episodes"}.
 *
 * <p>To add a key: add a component with its {@link Key} to one of these records, and its value to
 * {@code presets/default.json}.
 *
 * @param run how long a run is, and on how many environments
 * @param network what the Q-network is
 * @param update what a gradient step is: target, loss and optimiser
 * @param learning when and how gradient steps are taken
 * @param replay what is remembered and replayed
 * @param exploration how often a random action is taken
 * @param evaluation when greedy episodes are played, and what for
 */
public record DqnConfig(
    RunKeys run,
    NetworkKeys network,
    UpdateKeys update,
    LearningKeys learning,
    ReplayKeys replay,
    ExplorationKeys exploration,
    EvaluationKeys evaluation) {

  /** Env steps of an episode at most when the environment's time limit is not honoured. */
  public static final int UNLIMITED_EPISODE_STEPS = 10_000;

  private static final int EXPECTED_EPISODE_STEPS = 100;

  /** Sums over priorities are kept for the next power of two of them, twice. */
  private static final int MOST_BYTES_OF_PRIORITY = 4 * Double.BYTES;

  public DqnConfig {
    ConfigKeys.check(run, network, update, learning, replay, exploration, evaluation);
    if ((run.totalEnvSteps() == null) == (run.totalEpisodes() == null)) {
      throw new IllegalArgumentException(
          "exactly one of total_env_steps and total_episodes must be set, got %s and %s"
              .formatted(run.totalEnvSteps(), run.totalEpisodes()));
    }
    if (replay.learningStarts() >= replay.bufferCapacity()) {
      throw new IllegalArgumentException(
          "learning_starts must be below buffer_capacity (%d), got %d: learning would never start"
              .formatted(replay.bufferCapacity(), replay.learningStarts()));
    }
    if (evaluation.stopAtReturn() != null && evaluation.evaluationPeriod() == null) {
      throw new IllegalArgumentException(
          "stop_at_return needs evaluations; set evaluation_period, such as \"1000 env_steps\"");
    }
  }

  /**
   * The network that these keys mean.
   *
   * @param observation what an observation of the environment looks like
   * @param actions how many it takes
   * @throws UnsupportedEnvironmentException if the convolutions asked for do not fit the
   *     observation
   */
  public NetworkConfig networkConfig(ObservationShape observation, int actions, long seed) {
    Double norm = update.maxGradientNorm();
    return new NetworkConfig(
        observation,
        actions,
        network.layers(observation),
        update.head(network),
        update.target(),
        update.optimizerConfig(),
        norm == null ? Double.POSITIVE_INFINITY : norm,
        seed);
  }

  /**
   * Memory that the full replay buffer will take, in bytes; episodes shorter than {@value
   * #EXPECTED_EPISODE_STEPS} env steps take more, since each has an observation of its own to end
   * with.
   *
   * @param observation what an observation of the environment looks like
   * @param frames of an observation, each of which is seen in the observations after it; 1 where
   *     that is not known
   */
  public long replayMemory(ObservationShape observation, int frames) {
    long priorities = replay.prioritizedReplay() ? MOST_BYTES_OF_PRIORITY : 0;
    return replaySettings(observation.size(), frames, observation.isBytes(), run.numEnvs())
            .memory(EXPECTED_EPISODE_STEPS)
        + priorities * replay.bufferCapacity();
  }

  ReplaySettings replaySettings(int observationSize, int frames, boolean bytes, int numEnvs) {
    return new ReplaySettings(
        replay.bufferCapacity(),
        observationSize,
        frames,
        bytes,
        numEnvs,
        replay.nStep(),
        learning.discount());
  }

  /** Every key, in the order of the JSON. */
  public static List<ConfigKey> keys() {
    return ConfigKeys.all();
  }

  /** The names of the presets that come with gymbridge. */
  public static List<String> presets() {
    return Presets.names();
  }

  /** The presets themselves, each with what it is and what it reaches. */
  public static List<Preset> allPresets() {
    return Presets.ALL;
  }

  /**
   * A preset that comes with gymbridge.
   *
   * @throws ConfigException if there is none of that name; the message suggests one
   */
  public static DqnConfig preset(String name) {
    return Presets.load(name);
  }

  /** The name of the preset that suits an environment best, as far as its id tells. */
  public static String presetFor(String environmentId) {
    return Presets.nameFor(environmentId);
  }

  /** The names of those that may turn out to suit it, the likeliest first. */
  public static List<String> presetsFor(String environmentId) {
    return Presets.namesFor(environmentId);
  }

  /**
   * The name of the preset that suits an environment best: its own, or else the one for such
   * observations.
   */
  public static String presetFor(String environmentId, ObservationShape observation) {
    return Presets.nameFor(environmentId, observation);
  }

  /**
   * The configuration of a JSON file, whose missing keys are those of the preset {@code default}.
   *
   * @throws ConfigException if it cannot be read, is not JSON, or holds something not allowed
   */
  public static DqnConfig read(Path file) {
    return read(file, new JsonObject());
  }

  /**
   * The same with other values for some keys, taken together with those of the file: what two of
   * them say may depend on each other.
   *
   * @throws ConfigException if it cannot be read, is not JSON, or something is not allowed
   */
  public static DqnConfig read(Path file, JsonObject changes) {
    return ConfigJson.read(file, changes);
  }

  /** The configuration of a JSON object that holds every key, as {@link #toJson} writes it. */
  public static DqnConfig fromJson(JsonObject json) {
    return ConfigJson.overlay(Presets.load(Presets.DEFAULT), json, "the configuration");
  }

  /**
   * The same with another value for one key.
   *
   * @param key in snake case, such as {@code learning_rate}
   * @throws ConfigException if there is no such key, or the value is not allowed for it
   */
  public DqnConfig with(String key, JsonElement value) {
    JsonObject change = new JsonObject();
    change.add(key, value);
    return with(change);
  }

  /**
   * The same with other values for some keys, taken together: what two of them say may depend on
   * each other.
   *
   * @throws ConfigException if there is no such key, or a value is not allowed for it
   */
  public DqnConfig with(JsonObject changes) {
    return ConfigJson.overlay(this, changes, ConfigJson.SETTING);
  }

  /** The same with another value for one key; the value is a number, string, boolean or list. */
  public DqnConfig with(String key, @Nullable Object value) {
    return with(key, ConfigKey.GSON.toJsonTree(value));
  }

  /** The same, ending after so many env steps. */
  public DqnConfig withTotalEnvSteps(long envSteps) {
    return with("total_env_steps", envSteps);
  }

  /** The same, ending after so many episodes. */
  public DqnConfig withTotalEpisodes(long episodes) {
    return with("total_episodes", episodes);
  }

  /** All keys with their values. */
  public JsonObject toJson() {
    return ConfigKeys.write(this);
  }

  /** The exploration rate over training. */
  public EpsilonSchedule epsilonSchedule() {
    return new EpsilonSchedule(
        exploration.epsilonStart(),
        exploration.epsilonEnd(),
        exploration.epsilonDecay(),
        exploration.epsilonCurve());
  }
}
