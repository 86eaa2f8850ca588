package dev.gymbridge.dqn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
 * <p>Written as JSON with these names in snake case. Periods and decays are a count and a unit,
 * such as {@code "256 env_steps"} or {@code "20 episodes"}.
 *
 * @param totalEnvSteps where a run ends, in env steps; null when {@code totalEpisodes} says
 * @param totalEpisodes where a run ends, in episodes; null when {@code totalEnvSteps} says
 * @param numEnvs environments stepped together, at least 1
 * @param honourTimeLimit whether the environment's time limit ends an episode; if not, an episode
 *     runs on to {@link #UNLIMITED_EPISODE_STEPS}
 * @param hiddenSizes units of each hidden layer, ReLU between them
 * @param doubleDqn whether the online network chooses the next action (van Hasselt et al. 2016)
 * @param learningRate of Adam
 * @param annealLearningRate whether it falls in a straight line to 0 at the end of the run
 * @param adamEpsilon Adam's epsilon
 * @param huberDelta where the Huber loss turns from square to straight
 * @param maxGradientNorm global norm to which gradients are clipped; null for no clipping
 * @param discount gamma, in [0, 1]
 * @param rewardScale what rewards are multiplied by before learning
 * @param bufferCapacity transitions in the replay buffer
 * @param learningStarts gradient steps are taken while the buffer holds more transitions than this
 * @param batchSize transitions of one gradient step
 * @param trainPeriod how often gradient steps are taken
 * @param gradientSteps how many each time
 * @param learnWhileStepping whether gradient steps are taken while the environments are busy with
 *     the next step, whose action is then chosen before them; faster over the bridge
 * @param targetUpdatePeriod how often the target network becomes a copy of the online network
 * @param epsilonStart exploration rate at the start, in [0, 1]
 * @param epsilonEnd exploration rate after the decay, in [0, 1]
 * @param epsilonDecay over which the exploration rate falls in a straight line
 * @param evaluationPeriod how often greedy episodes are played; null for never
 * @param evaluationEpisodes how many each time
 * @param evaluationEnvs on how many environments: {@code auto} for as many as pay, a number, or
 *     {@code shared} for the one that trains, between its episodes
 * @param maxEvaluationEpisodeSteps env steps after which a greedy episode is cut off; null for the
 *     environment's own time limit, or 27,000 where it has none
 * @param stopAtReturn mean return of an evaluation at which the run stops; null for never
 * @param stopAfterEvaluations how many evaluations in a row must reach it, at least 1
 * @param checkpointPeriod how often a checkpoint is written; one is written at the end in any case
 * @param testEpisodes rendered greedy episodes after training
 * @param nan what is done about a reward or an observation that is not finite: {@code fail} ends
 *     the run, {@code skip} leaves the transition out and counts it
 */
public record DqnConfig(
    @Nullable Long totalEnvSteps,
    @Nullable Long totalEpisodes,
    int numEnvs,
    boolean honourTimeLimit,
    List<Integer> hiddenSizes,
    boolean doubleDqn,
    double learningRate,
    boolean annealLearningRate,
    double adamEpsilon,
    double huberDelta,
    @Nullable Double maxGradientNorm,
    double discount,
    double rewardScale,
    int bufferCapacity,
    int learningStarts,
    int batchSize,
    Span trainPeriod,
    int gradientSteps,
    boolean learnWhileStepping,
    Span targetUpdatePeriod,
    double epsilonStart,
    double epsilonEnd,
    Span epsilonDecay,
    @Nullable Span evaluationPeriod,
    int evaluationEpisodes,
    EvaluationEnvs evaluationEnvs,
    @Nullable Integer maxEvaluationEpisodeSteps,
    @Nullable Double stopAtReturn,
    int stopAfterEvaluations,
    Span checkpointPeriod,
    int testEpisodes,
    NanPolicy nan) {

  /** Env steps of an episode at most when the environment's time limit is not honoured. */
  public static final int UNLIMITED_EPISODE_STEPS = 10_000;

  public DqnConfig {
    if ((totalEnvSteps == null) == (totalEpisodes == null)) {
      throw new IllegalArgumentException(
          "exactly one of total_env_steps and total_episodes must be set, got %s and %s"
              .formatted(totalEnvSteps, totalEpisodes));
    }
    requireAtLeast("total_env_steps", totalEnvSteps == null ? 1 : totalEnvSteps, 1);
    requireAtLeast("total_episodes", totalEpisodes == null ? 1 : totalEpisodes, 1);
    requireAtLeast("num_envs", numEnvs, 1);
    hiddenSizes = List.copyOf(hiddenSizes);
    hiddenSizes.forEach(size -> requireAtLeast("each of hidden_sizes", size, 1));
    requirePositive("learning_rate", learningRate);
    requirePositive("adam_epsilon", adamEpsilon);
    requirePositive("huber_delta", huberDelta);
    requirePositive("max_gradient_norm", maxGradientNorm == null ? 1 : maxGradientNorm);
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount must be in [0, 1], got " + discount);
    }
    requirePositive("reward_scale", rewardScale);
    requireAtLeast("buffer_capacity", bufferCapacity, 1);
    requireAtLeast("learning_starts", learningStarts, 0);
    if (learningStarts >= bufferCapacity) {
      throw new IllegalArgumentException(
          "learning_starts must be below buffer_capacity (%d), got %d: learning would never start"
              .formatted(bufferCapacity, learningStarts));
    }
    requireAtLeast("batch_size", batchSize, 1);
    requireAtLeast("gradient_steps", gradientSteps, 1);
    new LinearSchedule(epsilonStart, epsilonEnd, epsilonDecay);
    requireAtLeast("evaluation_episodes", evaluationEpisodes, 1);
    requireAtLeast(
        "max_evaluation_episode_steps",
        maxEvaluationEpisodeSteps == null ? 1 : maxEvaluationEpisodeSteps,
        1);
    requireAtLeast("stop_after_evaluations", stopAfterEvaluations, 1);
    requireAtLeast("test_episodes", testEpisodes, 0);
    if (stopAtReturn != null && evaluationPeriod == null) {
      throw new IllegalArgumentException(
          "stop_at_return needs evaluations; set evaluation_period, such as \"1000 env_steps\"");
    }
  }

  private static void requireAtLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(what + " must be above 0, got " + value);
    }
  }

  /** The names of the presets that come with gymbridge. */
  public static List<String> presets() {
    return Presets.NAMES;
  }

  /**
   * A preset that comes with gymbridge.
   *
   * @throws ConfigException if there is none of that name; the message suggests one
   */
  public static DqnConfig preset(String name) {
    return Presets.load(name);
  }

  /** The name of the preset that suits an environment best. */
  public static String presetFor(String environmentId) {
    return Presets.nameFor(environmentId);
  }

  /**
   * The configuration of a JSON file, whose missing keys are those of the preset {@code default}.
   *
   * @throws ConfigException if it cannot be read, is not JSON, or holds something not allowed
   */
  public static DqnConfig read(Path file) {
    return ConfigJson.read(file);
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
    return ConfigJson.overlay(this, changes, "the setting");
  }

  /** The same with another value for one key; the value is a number, string, boolean or list. */
  public DqnConfig with(String key, @Nullable Object value) {
    return with(key, ConfigJson.toElement(value));
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
    return ConfigJson.write(this);
  }

  /** The exploration rate over training. */
  public LinearSchedule epsilonSchedule() {
    return new LinearSchedule(epsilonStart, epsilonEnd, epsilonDecay);
  }
}
