package dev.gymbridge.dqn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What other libraries call our keys (Stable-Baselines3 and its Zoo, CleanRL, RLlib, Dopamine, DQN
 * Zoo): whoever writes {@code gamma} is told {@code discount}.
 */
public final class ForeignNames {
  private static final Map<String, String> OWN = new LinkedHashMap<>();

  static {
    own("discount", "gamma", "discount_factor", "discount_rate");
    own("learning_rate", "lr", "alpha", "step_size");
    own("batch_size", "minibatch_size", "train_batch_size", "mini_batch_size");
    own("buffer_capacity", "buffer_size", "memory_size", "replay_size", "replay_capacity");
    own("buffer_capacity", "replay_buffer_size", "buffer_limit");
    own("learning_starts", "warmup_steps", "learning_start", "min_replay_history", "start_steps");
    own("train_period", "train_freq", "train_frequency", "update_period", "update_every");
    own("gradient_steps", "num_updates", "n_updates");
    own("target_update_period", "target_update_interval", "target_network_frequency");
    own("target_update_period", "target_network_update_freq", "target_update_freq");
    own("target_update_share", "tau", "polyak");
    own("epsilon_start", "start_e", "exploration_initial_eps", "eps_start", "initial_epsilon");
    own("epsilon_end", "end_e", "exploration_final_eps", "eps_end", "final_epsilon", "eps_min");
    own("epsilon_decay", "exploration_fraction", "eps_decay", "epsilon_timesteps");
    own("max_gradient_norm", "max_grad_norm", "grad_clip", "grad_clipping", "clip_norm");
    own("n_step", "n_steps", "num_steps", "update_horizon", "multi_step", "nstep");
    own("hidden_sizes", "net_arch", "hiddens", "fcnet_hiddens", "layers", "hidden_dim");
    own("num_envs", "n_envs", "num_env", "envs");
    own("double_dqn", "double_q", "double");
    own("atoms", "n_atoms", "num_atoms");
    own("prioritized_replay", "per", "prioritized", "prioritized_replay_buffer");
    own("priority_alpha", "prioritized_replay_alpha", "per_alpha");
    own("priority_beta", "prioritized_replay_beta", "per_beta");
    own("total_env_steps", "total_timesteps", "n_timesteps", "timesteps", "max_steps");
    own("total_episodes", "num_episodes", "n_episodes", "max_episodes");
    own("evaluation_period", "eval_freq", "evaluation_interval", "eval_frequency");
    own("evaluation_episodes", "n_eval_episodes", "eval_episodes", "num_eval_episodes");
  }

  private ForeignNames() {}

  private static void own(String key, String... foreign) {
    for (String name : foreign) {
      OWN.put(name, key);
    }
  }

  /** Our key for a name, in whatever letters: {@code --n-steps} as {@code n_steps}. */
  public static Optional<String> keyFor(String foreign) {
    String name = foreign.replaceFirst("^--?", "").replace('-', '_').toLowerCase(Locale.ROOT);
    return Optional.ofNullable(OWN.get(name));
  }

  /** Every name and our key for it. */
  static Map<String, String> all() {
    return Collections.unmodifiableMap(OWN);
  }
}
