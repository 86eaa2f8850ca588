package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.EpisodeFinished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinimalRlLinesTest {
  private final Path directory;

  MinimalRlLinesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void printsTheClassicLineEveryTwentyEpisodesUnderAnyLocale() throws IOException {
    List<String> lines = new ArrayList<>();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try (TensorBoardLog log =
        new TensorBoardLog(directory, Clock.systemUTC(), "host", System::nanoTime)) {
      MinimalRlLines listener = new MinimalRlLines(lines::add, log);
      for (int i = 1; i <= 45; i++) {
        double episodeReturn = i <= 20 ? 23.1 : i;
        listener.onEpisode(episode(i, episodeReturn));
      }
    } finally {
      Locale.setDefault(before);
    }

    assertThat(lines)
        .containsExactly(
            "n_episode :20, score : 23.1, n_buffer : 462, eps : 7.9%",
            "n_episode :40, score : 30.5, n_buffer : 462, eps : 7.8%");
    List<TensorBoardRecords.Event> events = TensorBoardRecords.readAll(directory);
    assertThat(events.get(1).scalars()).containsEntry("score", 23.1f);
    assertThat(events.get(1).step()).isEqualTo(20);
    assertThat(events.get(2).scalars()).containsEntry("score", 30.5f);
    assertThat(events.get(2).step()).isEqualTo(40);
  }

  @Test
  void countsTheEpisodesOfSittingsBefore() {
    List<String> lines = new ArrayList<>();
    try (TensorBoardLog log =
        new TensorBoardLog(directory, Clock.systemUTC(), "host", System::nanoTime)) {
      MinimalRlLines listener = new MinimalRlLines(lines::add, log);
      for (int i = 1; i <= 30; i++) {
        listener.onEarlierEpisode(i, i);
      }
      for (int i = 31; i <= 40; i++) {
        listener.onEpisode(episode(i, i));
      }
    }
    assertThat(lines).hasSize(1).first().asString().startsWith("n_episode :40, score : 30.5,");
  }

  private static EpisodeFinished episode(int number, double episodeReturn) {
    double epsilon = Math.max(0.01, 0.08 - 0.01 * (number / 200.0));
    return new EpisodeFinished(
        number, number, 0, episodeReturn, 1, epsilon, 0, 0, true, false, 3, 462, 0.0005);
  }
}
