package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.env.AutoresetMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {
  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void letsEachEnvironmentPlayItsShareSoThatShortEpisodesAreNotFavoured(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 2, 50);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(5, 11);
    assertThat(evaluation.lengths()).containsExactly(2, 50, 2, 50, 2);
    assertThat(evaluation.returns()).containsExactly(2.0, 50.0, 2.0, 50.0, 2.0);
    assertThat(environment.seeds).containsExactly(11L);
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void playsAgainWhatWasLost(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 5, 3).losing(3, 0);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(2, 0);
    assertThat(evaluation.lengths()).containsExactly(5, 3);
    assertThat(evaluation.returns()).containsExactly(5.0, 3.0);
  }

  @Test
  void playsFewerEpisodesThanEnvironments() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.SAME_STEP, 2, 3, 4);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(2, 0);
    assertThat(evaluation.lengths()).containsExactly(2, 3);
  }

  @Test
  void summarisesItsEpisodes() {
    Evaluation evaluation = new Evaluation(List.of(1.0, 2.0, 6.0), List.of(10, 20, 60));
    assertThat(evaluation.mean()).isEqualTo(3.0);
    assertThat(evaluation.std()).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    assertThat(evaluation.min()).isEqualTo(1.0);
    assertThat(evaluation.max()).isEqualTo(6.0);
    assertThat(evaluation.meanLength()).isEqualTo(30.0);
  }
}
