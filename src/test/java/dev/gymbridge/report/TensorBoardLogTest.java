package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import dev.gymbridge.testkit.Events;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 500_000_000), ZoneOffset.UTC);

  private final Path directory;

  TensorBoardLogTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void masksChecksumsAsTheTfRecordFormatDoes() {
    // CRC-32C of "123456789" is 0xe3069283, by RFC 3720 and its check value.
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(TensorBoardEvents.maskedCrc(digits, 0, 9))
        .isEqualTo(((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8);
  }

  @Test
  void writesScalarsThatReadBack() throws IOException {
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      log.onStarted(Events.started(0));
      log.onEpisode(Events.episode(3));
      log.onEvaluation(Events.evaluation(40, 50, true));
      log.scalar("score", 20, 23.1);
    }

    Path file = directory.resolve("events.out.tfevents.1700000000.host");
    List<TensorBoardRecords.Event> events = TensorBoardRecords.read(file);
    assertThat(events.get(0).fileVersion()).isEqualTo("brain.Event:2");
    assertThat(events).allSatisfy(e -> assertThat(e.wallTime()).isEqualTo(1_700_000_000.5));
    assertThat(events.get(1).step()).isEqualTo(30);
    assertThat(events.get(1).scalars())
        .containsEntry("rollout/ep_rew", 3.5f)
        .containsEntry("rollout/ep_len", 10f)
        .containsEntry("rollout/exploration_rate", 0.1f)
        .containsEntry("train/loss", 0.25f)
        .containsEntry("train/mean_q", 1.5f)
        .containsEntry("train/learning_rate", 0.001f)
        .containsEntry("train/n_updates", 15f);
    assertThat(events.get(2).scalars())
        .containsEntry("eval/mean_reward", 50f)
        .containsEntry("eval/mean_ep_length", 15f);
    assertThat(events.get(3).step()).isEqualTo(20);
    assertThat(events.get(3).scalars()).containsOnlyKeys("score").containsEntry("score", 23.1f);
  }

  @Test
  void averagesTheLastHundredEpisodes() throws IOException {
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      for (int i = 1; i <= 150; i++) {
        log.onEpisode(Events.episode(i));
      }
    }

    List<TensorBoardRecords.Event> events = TensorBoardRecords.readAll(directory);
    assertThat(events.get(2).scalars()).containsEntry("rollout/ep_rew_mean", 2f);
    assertThat(events.get(150).scalars())
        .containsEntry("rollout/ep_rew_mean", 101f) // 51.5 to 150.5
        .containsEntry("rollout/ep_len_mean", 10f);
  }

  @Test
  void goesOnWithTheMeansWhereARunGoesOn() throws IOException {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      for (int i = 1; i <= 150; i++) {
        log.onEpisode(Events.episode(i));
      }
      log.write(new DataOutputStream(state));
    }
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      log.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
      log.onEpisode(Events.episode(151));
    }

    List<TensorBoardRecords.Event> events = TensorBoardRecords.readAll(directory);
    assertThat(events.get(events.size() - 1).scalars())
        .containsEntry("rollout/ep_rew_mean", 102f); // 52.5 to 151.5
  }

  @Test
  void measuresTheSpeedSinceTheValueBeforeOnceASecondAtMostThoughTheClockStandsStill()
      throws IOException {
    long[] nanos = {0};
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", () -> nanos[0])) {
      log.onStarted(Events.started(2)); // at 20 env steps
      for (int i = 3; i <= 8; i++) {
        nanos[0] += 500_000_000;
        log.onEpisode(Events.episode(i));
      }
    }

    assertThat(TensorBoardScalars.read(RunDirectory.eventFiles(directory), TensorBoardLog.SPEED))
        .satisfies(
            speed -> {
              assertThat(speed.x()).containsExactly(40, 60, 80);
              assertThat(speed.y()).containsExactly(20, 20, 20);
            });
  }

  @Test
  void leavesOutWhatIsNotANumber() throws IOException {
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      log.onEpisode(
          new EpisodeFinished(1, 9, 0, 9, 9, 1, Double.NaN, Double.NaN, true, false, 3, 9, 0.001));
      log.scalar("nothing", 1, Double.NaN);
    }

    List<TensorBoardRecords.Event> events = TensorBoardRecords.readAll(directory);
    assertThat(events).hasSize(2);
    assertThat(events.get(1).scalars()).doesNotContainKeys("train/loss", "train/mean_q");
  }

  @Test
  void beginsAFileOfItsOwnWhenResumedAndTellsTensorBoard() throws IOException {
    for (long episodes : new long[] {0, 4}) {
      try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
        log.onStarted(Events.started(episodes));
      }
    }

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "events.out.tfevents.1700000000.host", "events.out.tfevents.1700000001.host");
    }
    TensorBoardRecords.Event start =
        TensorBoardRecords.read(directory.resolve("events.out.tfevents.1700000001.host")).get(1);
    assertThat(start.sessionStart()).isTrue();
    assertThat(start.step()).isEqualTo(41);
  }

  @Test
  void readsAsOneRunThoughTheClockWasSetBackAnHourBeforeItWasResumed() throws IOException {
    Clock anHourAgo = Clock.offset(CLOCK, Duration.ofHours(-1));
    try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK, "host", System::nanoTime)) {
      log.scalar("score", 20, 1);
    }
    try (TensorBoardLog log =
        new TensorBoardLog(directory, anHourAgo, "another", System::nanoTime)) {
      log.scalar("score", 40, 2);
    }

    assertThat(TensorBoardScalars.read(RunDirectory.eventFiles(directory), "score").x())
        .containsExactly(20, 40);
  }

  @Test
  void showsWhatIsLoggedWithinASecondThoughTheClockIsSetBackMeanwhile() throws IOException {
    Clock[] set = {CLOCK};
    long[] nanos = {0};
    try (TensorBoardLog log =
        new TensorBoardLog(directory, settable(set), "host", () -> nanos[0])) {
      log.scalar("score", 20, 1);
      set[0] = Clock.offset(CLOCK, Duration.ofHours(-1));
      nanos[0] += 1_000_000_000;
      log.scalar("score", 40, 2);

      assertThat(TensorBoardScalars.read(RunDirectory.eventFiles(directory), "score").x())
          .containsExactly(20, 40);
    }
  }

  private static Clock settable(Clock[] set) {
    return new Clock() {
      @Override
      public Instant instant() {
        return set[0].instant();
      }

      @Override
      public ZoneId getZone() {
        return set[0].getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return set[0].withZone(zone);
      }
    };
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(
            () ->
                new TensorBoardLog(missing, CLOCK, "h", System::nanoTime)
                    .onStarted(Events.started(0)))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageStartingWith("cannot read " + missing)
        .hasMessageEndingWith("no such file or directory");
  }
}
