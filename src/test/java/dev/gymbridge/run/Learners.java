package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import java.util.List;

/** Trainings of a few hundred env steps, which between them take every choice of a learner. */
final class Learners {
  /** The default, with everything that has state. */
  static final DqnConfig PLAIN =
      brief("default").withTotalEnvSteps(260).with("evaluation_period", "90 env_steps");

  /** The same on pictures, of which a buffer this small lets go. */
  static final DqnConfig PICTURES =
      brief("minatar")
          .withTotalEnvSteps(260)
          .with("evaluation_period", "90 env_steps")
          .with("buffer_capacity", 120);

  static final DqnConfig QUANTILES =
      PLAIN.with("n_step", 3).with("head", "quantile").with("anneal_learning_rate", false);

  static final DqnConfig PRIORITIZED =
      PLAIN
          .with("prioritized_replay", true)
          .with("n_step", 2)
          .with("noisy", true)
          .with("dueling", true)
          .with("head", "categorical")
          .with("layer_norm", false)
          .with("munchausen", false)
          .with("epsilon_curve", "exponential");

  /** Evaluated on what it is trained on. */
  static final DqnConfig SHARED =
      PLAIN
          .with("evaluation_envs", "shared")
          .with("gradient_steps", 32)
          .with("learn_while_stepping", false)
          .with("optimizer", "adamw")
          .with("learning_rate_curve", "cosine")
          .with("nan", "skip");

  /** All that is due is due by the episode, after the classic script. */
  static final DqnConfig BY_EPISODES =
      brief("minimalrl")
          .withTotalEpisodes(12)
          .with("target_update_period", "3 episodes")
          .with("target_update_share", 0.5)
          .with("epsilon_decay", "9 episodes")
          .with("epsilon_curve", "cosine")
          .with("evaluation_period", "5 episodes")
          .with("honour_time_limit", false)
          .with("optimizer", "rmsprop")
          .with("loss", "mse")
          .with("anneal_learning_rate", true)
          .with("learning_rate_curve", "exponential")
          .with("learning_rate_end", 0.0001)
          .with("reward_clip", 1);

  /** Those that see numbers. */
  static final List<DqnConfig> OF_NUMBERS =
      List.of(PLAIN, QUANTILES, PRIORITIZED, SHARED, BY_EPISODES);

  private Learners() {}

  private static DqnConfig brief(String preset) {
    return DqnConfig.preset(preset)
        .with("hidden_sizes", new int[] {8})
        .with("batch_size", 8)
        .with("learning_starts", 30)
        .with("evaluation_episodes", 2)
        .with("max_evaluation_episode_steps", 20)
        .with("checkpoint_period", "70 env_steps")
        .with("record_actions", true);
  }
}
