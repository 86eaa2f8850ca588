package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a run with one episode of ten env steps. */
class RecordedEpisodeTest {
  @TempDir private Path directory;

  private RunDirectory run;

  @BeforeEach
  void write() {
    run = RunDirectory.createAt(directory.resolve("run"));
    try (ProgressCsv progress = new ProgressCsv(run.progress(), run.disk())) {
      progress.onStarted(Events.started(0));
      progress.onEpisode(Events.episode(1));
    }
  }

  private void actions(String actions) throws IOException {
    Files.writeString(run.actions(), "episode,actions\n1," + actions + "\n");
  }

  @Test
  void hasAsManyActionsAsTheEpisodeHadSteps() throws IOException {
    actions("0 1 0 1 0 1 0 1 0 1");
    assertThat(RecordedEpisode.read(run, 1).actions())
        .containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void isRefusedWhereItsActionsAreCutShort() throws IOException {
    actions("0 1 0");
    assertThatThrownBy(() -> RecordedEpisode.read(run, 1))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage(
            "%s is damaged: it has 3 actions of episode 1, whose length was 10; bring it back from a copy",
            run.actions());
  }
}
