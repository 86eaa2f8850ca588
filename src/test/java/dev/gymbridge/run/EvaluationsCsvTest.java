package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationsCsvTest {
  private final Path directory;

  EvaluationsCsvTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void writesARowAnEvaluation() throws IOException {
    Path path = directory.resolve("evaluations.csv");
    try (EvaluationsCsv csv = new EvaluationsCsv(path)) {
      csv.onStarted(Events.started(0));
      csv.onEvaluation(Events.evaluation(100, 50, true));
      csv.onEvaluation(Events.evaluation(200, 60.25, true));
    }

    assertThat(Files.readString(path))
        .isEqualTo(
            """
            env_steps,gradient_steps,episodes,mean,std,min,max,mean_length,best
            100,50,2,50.0,1.0,49.0,51.0,15.0,true
            200,100,2,60.25,1.0,59.25,61.25,15.0,true
            """);
  }

  @Test
  void readsBackItsRows() {
    Path path = directory.resolve("evaluations.csv");
    try (EvaluationsCsv csv = new EvaluationsCsv(path)) {
      csv.onStarted(Events.started(0));
      csv.onEvaluation(Events.evaluation(100, 50, true));
    }

    assertThat(EvaluationRow.read(path))
        .containsExactly(EvaluationRow.of(Events.evaluation(100, 50, true)));
    assertThat(EvaluationRow.read(directory.resolve("missing.csv"))).isEmpty();
  }
}
