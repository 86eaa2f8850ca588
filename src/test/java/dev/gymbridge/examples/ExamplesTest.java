package dev.gymbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.agent.Agent;
import dev.gymbridge.agent.DqnTraining;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.report.Verdict;
import dev.gymbridge.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples run, and what they stand on keeps to its contract. */
class ExamplesTest {
  @TempDir Path directory;

  @Test
  void anAgentOfOnesOwnEnvironmentLearnsAndActsFromItsRun() {
    Path run = directory.resolve("run");
    TrainAndAct.train(run);
    for (int cell = 0; cell < 4; cell++) {
      assertThat(TrainAndAct.act(run, cell)).isEqualTo(1);
    }
    assertThat(run.resolve("summary.json")).exists();
    try (Agent agent = Agent.load(run.resolve("checkpoint"))) {
      assertThat(agent.observationSpace()).isEqualTo(new Corridor().observationSpace());
      assertThat(agent.actionSpace()).isEqualTo(new Corridor().actionSpace());
      float[] values = agent.values(2f);
      assertThat(values).hasSize(2);
      assertThat(values[1]).isGreaterThan(values[0]);
      assertThatThrownBy(() -> agent.act(1f, 2f))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the agent was trained on observations of Box");
    }
  }

  @Test
  void trainingStopsWhenItIsToldAndLeavesNothingWhereNothingWasAskedFor() {
    try (EnvironmentSource source = EnvironmentSource.of("Corridor-v0", Corridor::new);
        Agent agent = DqnTraining.of(source, "Corridor-v0").stopWhen(() -> true).train()) {
      assertThat(agent.recipe().environment().id()).isEqualTo("Corridor-v0");
    }
  }

  @Test
  void aListenerEndsATrainingForAReasonOfItsOwn() {
    RunDirectory run = RunDirectory.createAt(directory.resolve("run"));
    try (EnvironmentSource source = EnvironmentSource.of("Corridor-v0", Corridor::new)) {
      DqnTraining.of(source, "Corridor-v0")
          .set("learning_starts", 200)
          .set("evaluation_period", null)
          .listen(new GoodEnough(0.5))
          .in(run.path())
          .train()
          .close();
    }
    assertThat(run.summary())
        .content()
        .contains("\"reason\": \"stopped\"")
        .contains("\"stop_reason\": \"ten episodes in a row reached 0.5\"");
    assertThat(Verdict.of(run))
        .startsWith("Stopped after ")
        .contains(" env steps, ten episodes in a row reached 0.5");
  }

  @Test
  void aSourceOfOnesOwnMakesWhatItIsNamedAfterAndClosesIt() {
    EnvironmentSource source = EnvironmentSource.of("Corridor-v0", Corridor::new);
    EnvironmentOptions options = EnvironmentOptions.of("Corridor-v0");
    assertThatThrownBy(() -> source.make(EnvironmentOptions.of("Other-v0")))
        .isInstanceOf(UnknownEnvironmentException.class)
        .hasMessage("no environment \"Other-v0\" here; there is Corridor-v0");
    assertThatThrownBy(() -> source.make(options.withMaxEpisodeSteps(3)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("takes no arguments, wrappers or time limit");
    assertThatThrownBy(() -> source.makeVector(options, 0, AutoresetMode.SAME_STEP))
        .hasMessage("numEnvs must be at least 1, got 0");
    VectorEnvironment vector = source.makeVector(options, 2, AutoresetMode.SAME_STEP);
    source.close();
    assertThatThrownBy(vector::reset)
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("the vector of 2 Corridor-v0 is closed; make another");
  }

  @Test
  void anExampleIsReadAtOneGlance() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/gymbridge/examples"))) {
      for (Path file : files.filter(f -> !f.endsWith("ExamplesTest.java")).toList()) {
        long lines =
            Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("import"))
                .count();
        assertThat(lines).as("%s", file).isLessThanOrEqualTo(40);
      }
    }
  }
}
