package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.remote.EnvironmentServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over the bridge: what an option needs of an environment is what the server gives. */
@Tag("thorough")
class LearningIT {
  private static final int CUT_AFTER = 10;

  @AutoClose private static BridgeServer server;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'num_envs': 4, 'learn_while_stepping': true, 'double_dqn': true}",
      })
  void findsTheActionValuesOverEitherCarrier(String option) {
    requireLearned(option);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'learn_while_stepping': true}",
        "{'num_envs': 4}",
        "{'prioritized_replay': true}",
        "{'dueling': true, 'noisy': true}",
        "{'head': 'categorical', 'v_min': -1, 'v_max': 6, 'atoms': 36, 'learning_rate': 0.01}",
        "{'head': 'quantile', 'quantiles': 9}",
      })
  void findsThemWithEveryOption(String option) {
    requireLearned(option);
  }

  private static void requireLearned(String option) {
    DqnConfig config = LearningTest.config(option);
    TinyTask identity = TinyTask.identity(4, CUT_AFTER);
    TinyTask chain = TinyTask.chain(5, CUT_AFTER);
    requireLearned(server.connection(), "tests.tiny:Identity-v0", config, identity);
    requireLearned(server.overStreams(), "tests.tiny:Chain-v0", config, chain);
  }

  private static void requireLearned(
      EnvironmentServer source, String id, DqnConfig config, TinyTask task) {
    try (VectorEnvironment environment =
        source.makeVector(
            EnvironmentOptions.of(id), config.run().numEnvs(), AutoresetMode.SAME_STEP)) {
      LearningTest.requireLearned(config, task, environment);
    }
  }
}
