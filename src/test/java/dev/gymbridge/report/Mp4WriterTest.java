package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gymbridge.env.Frame;
import dev.gymbridge.run.RunDirectoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4WriterTest {
  @TempDir Path folder;

  @BeforeAll
  static void findFfmpeg() {
    boolean there;
    try {
      Mp4Writer.requireFfmpeg();
      there = true;
    } catch (RunDirectoryException e) {
      assertThat(e).hasMessageEndingWith("install it, or record a .gif");
      there = false;
    }
    assumeTrue(there, "ffmpeg is not installed");
  }

  @Test
  void makesAnMp4OfFramesOfAnySize() throws IOException {
    Path file = folder.resolve("agent.mp4");
    try (Recording recording = Recording.of(file, 30, Recording.AUTOMATIC_SCALE)) {
      recording.add(new Frame(61, 41, new byte[61 * 41 * 3])); // an MP4's sides are even
      recording.add(new Frame(20, 80, new byte[20 * 80 * 3]));
      assertThat(file).doesNotExist();
      recording.publish();
      assertThat(recording.frames()).isEqualTo(2);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void leavesNothingWhereItWasNotFinished() throws IOException {
    try (Recording recording = Recording.of(folder.resolve("agent.mp4"), 30, 1)) {
      recording.add(new Frame(60, 40, new byte[60 * 40 * 3]));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatFfmpegSaidWhereItFails() {
    Path file = folder.resolve("missing/agent.mp4");
    try (Recording recording = Recording.of(file, 30, 1)) {
      recording.add(new Frame(60, 40, new byte[60 * 40 * 3]));
      assertThatThrownBy(recording::publish)
          .isInstanceOf(RunDirectoryException.class)
          .hasMessageStartingWith("ffmpeg cannot make " + file)
          .hasMessageContaining("No such file or directory");
    }
  }
}
