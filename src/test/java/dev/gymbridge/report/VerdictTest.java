package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "solved | 500 | 500 | null | Solved at 28,000 env steps: 500.0 +- 10.0 over 100 episodes",
        "completed | 300 | 500 | null | Not solved after 28,000 env steps: 300.0 +- 10.0 over 100 episodes, wanted 500.0; the best evaluation was 400.0 at 20,000 env steps",
        "completed | 300 | null | 200 | Solved within 28,000 env steps: 300.0 +- 10.0 over 100 episodes, wanted 200.0",
        "completed | 300 | null | null | Trained for 28,000 env steps: 300.0 +- 10.0 over 100 episodes",
        "completed | | 500 | null | Trained for 28,000 env steps",
        "stopped | 300 | 500 | null | Stopped after 28,000 env steps, good enough: 300.0 +- 10.0 over 100 episodes",
        "interrupted | | 500 | null | Interrupted after 28,000 env steps; the best evaluation was 400.0 at 20,000 env steps",
      })
  void saysWhatWasReachedAndWhatWasWanted(
      String reason, String mean, String goal, String threshold, String verdict)
      throws IOException {
    RunDirectory run = RunDirectory.createAt(directory);
    Files.writeString(
        run.config(),
        "{\"config\": {\"stop_at_return\": %s}, \"trained_on\": {\"reward_threshold\": %s}}"
            .formatted(goal, threshold));
    String last =
        mean == null ? "null" : "{\"mean\": %s, \"std\": 10, \"episodes\": 100}".formatted(mean);
    Files.writeString(
        run.summary(),
        """
        {"env_steps": 28000, "reason": "%s", "stop_reason": "good enough", "final_evaluation": %s,
         "best_evaluation": {"mean": 400, "env_steps": 20000}}
        """
            .formatted(reason, last));
    assertThat(Verdict.of(run)).isEqualTo(verdict);
  }
}
