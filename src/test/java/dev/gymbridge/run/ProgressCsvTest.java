package dev.gymbridge.run;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.testkit.Events;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressCsvTest {
  private static final String HEADER =
      "episode,env_steps,gradient_steps,return,length,epsilon,loss,mean_q,terminated,truncated,"
          + "seed\n";

  private final Path path;

  ProgressCsvTest(@TempDir Path directory) {
    path = directory.resolve("progress.csv");
  }

  @Test
  void writesARowAnEpisodeWithNaNAsEmpty() throws IOException {
    try (ProgressCsv csv = new ProgressCsv(path)) {
      csv.onStarted(Events.started(0));
      csv.onEpisode(
          new EpisodeFinished(
              1, 21, 0, 21, 21, 1.0, Double.NaN, Double.NaN, true, false, 1234567890, 21, 0.001));
      csv.onEpisode(
          new EpisodeFinished(
              2,
              521,
              40,
              500,
              500,
              0.05,
              1e-7,
              -12.25,
              false,
              true,
              EpisodeFinished.UNKNOWN_SEED,
              521,
              0.001));

      assertThat(Files.readString(path)) // before it is closed: a kill leaves whole rows
          .isEqualTo(
              HEADER
                  + "1,21,0,21.0,21,1.0,,,true,false,1234567890\n"
                  + "2,521,40,500.0,500,0.05,1E-7,-12.25,false,true,\n");
    }
  }

  @Test
  void writesTheSameBytesUnderAnyLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      write(0, 1, 2);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(Files.readString(path))
        .isEqualTo(
            HEADER
                + "1,10,5,1.5,10,0.1,0.25,1.5,true,false,3\n"
                + "2,20,10,2.5,10,0.1,0.25,1.5,true,false,3\n");
  }

  @Test
  void refusesToOverwriteAnEarlierRun() throws IOException {
    write(0, 1, 3);
    String before = Files.readString(path);

    assertThatThrownBy(() -> new ProgressCsv(path).onStarted(Events.started(0)))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessage("cannot write " + path + ": it exists already");
    assertThat(path).hasContent(before);
  }

  @Test
  void goesOnWithAFileThatHasNoRowYet() throws IOException {
    write(0, 1, 0); // stopped before the first episode
    write(0, 1, 1);

    assertThat(Files.readString(path))
        .isEqualTo(HEADER + "1,10,5,1.5,10,0.1,0.25,1.5,true,false,3\n");
  }

  @Test
  void givesAResumedRunTheBytesOfAnUninterruptedOne() throws IOException {
    write(0, 1, 8);
    String uninterrupted = Files.readString(path);
    Files.delete(path);

    byte[] counted = writeAndCount(4); // 5 was lost, and 6 is torn
    Files.writeString(path, "5,50,25,5.5,10,0.1,0.25,1.5,true,false,3\n6,6", APPEND);
    try (ProgressCsv csv = new ProgressCsv(path)) {
      csv.state().read(new DataInputStream(new ByteArrayInputStream(counted)));
      csv.onStarted(Events.started(4));
      for (long episode = 5; episode <= 8; episode++) {
        csv.onEpisode(Events.episode(episode));
      }
    }

    assertThat(Files.readString(path)).isEqualTo(uninterrupted);
  }

  @Test
  void refusesATableThatIsNotWhatTheCheckpointCounted() throws IOException {
    byte[] counted = writeAndCount(2);
    String changed = Files.readString(path).replace("5.5", "9.5").replace("1.5", "9.5");
    Files.writeString(path, changed);

    try (ProgressCsv csv = new ProgressCsv(path)) {
      assertThatThrownBy(
              () -> csv.state().read(new DataInputStream(new ByteArrayInputStream(counted))))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(path + " is not what the checkpoint counted")
          .hasMessageEndingWith("bring it back from a copy, or train anew");
    }
    assertThat(path).hasContent(changed);
  }

  /** Writes so many episodes; returns what a checkpoint keeps of the table then. */
  private byte[] writeAndCount(long last) throws IOException {
    ByteArrayOutputStream counted = new ByteArrayOutputStream();
    try (ProgressCsv csv = new ProgressCsv(path)) {
      csv.onStarted(Events.started(0));
      for (long episode = 1; episode <= last; episode++) {
        csv.onEpisode(Events.episode(episode));
      }
      csv.state().write(new DataOutputStream(counted));
    }
    return counted.toByteArray();
  }

  private void write(long resumedAfter, long first, long last) {
    try (ProgressCsv csv = new ProgressCsv(path)) {
      csv.onStarted(Events.started(resumedAfter));
      for (long episode = first; episode <= last; episode++) {
        csv.onEpisode(Events.episode(episode));
      }
    }
  }
}
