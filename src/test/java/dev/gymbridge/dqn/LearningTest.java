package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent learns: the action values of tasks that can be computed, over the real network. */
@Tag("one-jdk")
class LearningTest {
  /** Explores all the time, so that every action of every state is tried; learns from each step. */
  private static final String BASE =
      """
      {"total_env_steps": 4000, "hidden_sizes": [32], "learning_rate": 0.003, "discount": 0.8,
       "max_gradient_norm": null, "buffer_capacity": 4000, "learning_starts": 100, "batch_size": 32,
       "train_period": "2 env_steps", "gradient_steps": 1, "learn_while_stepping": false,
       "target_update_period": "50 env_steps", "epsilon_start": 1, "epsilon_end": 1,
       "evaluation_period": null, "double_dqn": false, "scale_observations": false, "n_step": 1,
       "anneal_learning_rate": false, "reward_scale": 1, "layer_norm": false, "munchausen": false,
       "epsilon_repeat": 1}
      """;

  /** The seven of the preset rainbow, of returns as these tasks have them; not closed. */
  private static final String RAINBOW =
      "{'double_dqn': true, 'dueling': true, 'noisy': true, 'prioritized_replay': true, 'n_step': 3,"
          + " 'head': 'categorical', 'v_min': -1, 'v_max': 6, 'atoms': 36, 'learning_rate': 0.01";

  private static final String SHORT = ", 'total_env_steps': 2000}";

  /** One that learns a tiny task, with an option in JSON, in single quotes, over it. */
  static DqnConfig config(String option) {
    JsonObject changes = JsonParser.parseString(BASE).getAsJsonObject();
    JsonParser.parseString(option.replace('\'', '"'))
        .getAsJsonObject()
        .asMap()
        .forEach(changes::add);
    return DqnConfig.preset("default").with(changes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'double_dqn': true}",
        "{'gradient_steps': 4, 'train_period': '8 env_steps'}",
        "{'prioritized_replay': true}",
        "{'noisy': true}",
        """
        {'double_dqn': true, 'dueling': true, 'noisy': true, 'head': 'categorical', 'v_min': -1,
         'v_max': 6, 'atoms': 36, 'learning_rate': 0.01}\
        """,
      })
  void findsTheActionValues(String option) {
    requireLearned(option);
  }

  @ParameterizedTest
  @Tag("thorough")
  @ValueSource(
      strings = {
        "{'max_gradient_norm': 10}",
        "{'anneal_learning_rate': true}",
        "{'learn_while_stepping': true}",
        "{'num_envs': 4}",
        "{'target_update_share': 0.05, 'target_update_period': '2 env_steps'}",
        "{'reward_clip': 1}",
        "{'nan': 'skip'}",
        "{'reward_scale': 0.5, 'learning_rate': 0.002}",
        "{'scale_observations': true}",
        "{'dueling': true}",
        "{'layer_norm': true}",
        "{'head': 'categorical', 'v_min': -1, 'v_max': 6, 'atoms': 36, 'learning_rate': 0.01}",
        "{'head': 'quantile', 'quantiles': 9}",
        "{'loss': 'mse'}",
        "{'optimizer': 'adamw', 'weight_decay': 0.001}",
        "{'optimizer': 'rmsprop', 'rmsprop_epsilon': 0.001, 'learning_rate': 0.001}",
        "{'huber_delta': 0.5}",
        "{'n_step': 3, 'anneal_learning_rate': true}",
        "{'prioritized_replay': true, 'gradient_steps': 4, 'train_period': '8 env_steps'}",
        "{'anneal_learning_rate': true, 'learning_rate_curve': 'cosine'}",
        "{'hidden_sizes': [32, 32]}",
        "{'adam_epsilon': 1e-4}",
        "{'noisy': true, 'noisy_sigma': 0.4}",
        "{'anneal_learning_rate': true, 'learning_rate_end': 0.0003}",
        "{'prioritized_replay': true, 'priority_alpha': 0.3, 'priority_beta': 1}",
        "{'optimizer': 'rmsprop', 'rmsprop_decay': 0.9, 'rmsprop_epsilon': 0.001, 'learning_rate': 0.001}",
      })
  void findsTheActionValuesWithOtherSettings(String option) {
    requireLearned(option);
  }

  private static void requireLearned(String option) {
    DqnConfig config = config(option);
    // What is cut bootstraps after fewer steps: often for one step, seldom for several.
    int cutAfter = config.replay().nStep() == 1 ? 10 : 200;
    requireLearned(config, () -> TinyTask.identity(4, cutAfter));
    requireLearned(config, () -> TinyTask.chain(5, cutAfter));
  }

  /**
   * Munchausen's values are others, and those of all together come slowly: what counts is an action
   * that is as good as any, or nearly.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'munchausen': true}",
        RAINBOW + "}",
      })
  void findsTheBestActionsByItselfAndWithinRainbow(String option) {
    requireBestActions(option);
  }

  @ParameterizedTest
  @Tag("thorough")
  @ValueSource(
      strings = {
        "{'munchausen': true, 'head': 'quantile', 'quantiles': 9}",
        RAINBOW + ", 'head': 'quantile', 'quantiles': 9, 'learning_rate': 0.003" + SHORT,
        RAINBOW + ", 'n_step': 1, 'epsilon_start': 0.5, 'epsilon_end': 0.5, 'epsilon_repeat': 3}",
        RAINBOW + ", 'munchausen': true}",
        RAINBOW + ", 'head': 'expected', 'learning_rate': 0.003" + SHORT,
        RAINBOW + ", 'head': 'expected', 'loss': 'mse', 'learning_rate': 0.003" + SHORT,
        RAINBOW + ", 'layer_norm': true" + SHORT,
        RAINBOW + ", 'optimizer': 'adamw'}",
        RAINBOW + ", 'optimizer': 'rmsprop', 'rmsprop_epsilon': 0.001, 'learning_rate': 0.003}",
        RAINBOW + ", 'target_update_share': 0.05, 'target_update_period': '2 env_steps'}",
        RAINBOW + ", 'max_gradient_norm': 10}",
        RAINBOW + ", 'reward_scale': 0.5, 'reward_clip': 1}",
        RAINBOW + ", 'anneal_learning_rate': true, 'learning_rate_curve': 'cosine'}",
        RAINBOW + ", 'gradient_steps': 4, 'train_period': '8 env_steps'}",
      })
  void findsTheBestActionsWithinRainbowWithEveryOption(String option) {
    requireBestActions(option);
  }

  private static void requireBestActions(String option) {
    DqnConfig config = config(option);
    requireBestActions(config, () -> TinyTask.identity(4, 200));
    requireBestActions(config, () -> TinyTask.chain(5, 200));
  }

  private static void requireBestActions(DqnConfig config, Supplier<TinyTask> maker) {
    TinyTask task = maker.get();
    try (VectorEnvironment environment =
            SyncVectorEnvironment.of(maker, config.run().numEnvs(), AutoresetMode.SAME_STEP);
        QNetwork network = network(config, task)) {
      new DqnTrainer(config, 1, environment, network).run(() -> false);
      double[][] exact = task.actionValues(config.learning().discount(), config.replay().nStep());
      for (int s = 0; s < task.states(); s++) {
        float[] learned = learned(network, task, s);
        assertThat(exact[s][best(learned)])
            .as("%s: the action that seems best in state %d", task.spec().id(), s)
            .isCloseTo(Arrays.stream(exact[s]).max().orElseThrow(), within(0.03));
      }
    }
  }

  private static int best(float[] values) {
    int best = 0;
    for (int a = 1; a < values.length; a++) {
      best = values[a] > values[best] ? a : best;
    }
    return best;
  }

  private static void requireLearned(DqnConfig config, Supplier<TinyTask> maker) {
    try (VectorEnvironment environment =
        SyncVectorEnvironment.of(maker, config.run().numEnvs(), AutoresetMode.SAME_STEP)) {
      requireLearned(config, maker.get(), environment);
    }
  }

  /** Trains on an environment, and compares with the action values of the task that it is. */
  static void requireLearned(DqnConfig config, TinyTask task, VectorEnvironment environment) {
    try (QNetwork network = network(config, task)) {
      new DqnTrainer(config, 1, environment, network).run(() -> false);

      double[][] exact = task.actionValues(config.learning().discount(), config.replay().nStep());
      for (int s = 0; s < task.states(); s++) {
        float[] learned = learned(network, task, s);
        for (int a = 0; a < task.actions(); a++) {
          assertThat(learned[a] / config.learning().rewardScale())
              .as("%s: action %d in state %d", task.spec().id(), a, s)
              .isCloseTo(exact[s][a], within(tolerance(task)));
        }
      }
    }
  }

  private static float[] learned(QNetwork network, TinyTask task, int state) {
    float[] observation = new float[task.states()];
    observation[state] = 1;
    float[] values = new float[task.actions()];
    network.actionValues(observation, 1, values);
    return values;
  }

  /** Where chance decides what comes next, what was learned last still shows. */
  private static double tolerance(TinyTask task) {
    return task.spec().id().startsWith("Identity") ? 0.15 : 0.05;
  }

  private static QNetwork network(DqnConfig config, TinyTask task) {
    return TensorFlowQNetwork.create(
        config.networkConfig(
            ObservationShape.flat(task.states()), task.actions(), DqnTrainer.networkSeed(1)));
  }
}
