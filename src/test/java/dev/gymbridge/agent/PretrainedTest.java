package dev.gymbridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.run.Pretrained;
import dev.gymbridge.run.RunDirectoryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainedTest {
  static Iterable<String> environments() {
    return Pretrained.environments();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void reachesWhatTheEnvironmentAsksFor(String id) {
    try (Agent agent = Agent.pretrained(id);
        Environment environment = new NativeEnvironments().make(EnvironmentOptions.of(id))) {
      double wanted = environment.spec().rewardThreshold().orElseThrow();
      for (long seed = 0; seed < 10; seed++) {
        assertThat(episodeReturn(environment, agent, seed)).isGreaterThanOrEqualTo(wanted);
      }
    }
  }

  private static double episodeReturn(Environment environment, Agent agent, long seed) {
    Value observation = environment.reset(ResetOptions.seeded(seed)).observation();
    double sum = 0;
    while (true) {
      StepResult result = environment.step(agent.act(observation));
      sum += result.reward();
      observation = result.observation();
      if (result.ended()) {
        return sum;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void saysHowItWasMade(String id) {
    try (Agent agent = Agent.pretrained("native:" + id)) {
      assertThat(agent.recipe().environment().id()).isEqualTo("native:" + id);
      assertThat(agent.recipe().seed()).isEqualTo(1);
    }
    assertThat(Pretrained.run(id).summary()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pong-v5", "../CartPole-v1", ""})
  void saysWhichThereAreWhereThereIsNone(String id) {
    assertThatThrownBy(() -> Agent.pretrained(id))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage(
            "no pretrained agent for \"%s\"; there is one for CartPole-v1; train others"
                .formatted(id));
  }
}
