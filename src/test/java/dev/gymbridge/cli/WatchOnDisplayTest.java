package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.testkit.VirtualDisplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that open windows, on a virtual display; {@link WatchTrial} looks and presses keys. */
class WatchOnDisplayTest {
  private static final long WAIT_SECONDS = 120;
  private static final String MOVED = "moved: native:CartPole-v1 · CartPole-v1 · episode ";

  @TempDir Path folder;
  private VirtualDisplay display;
  private Process program;

  @BeforeEach
  void open() throws IOException {
    display = VirtualDisplay.open();
  }

  @AfterEach
  void close() {
    if (program != null) {
      program.destroyForcibly();
    }
    if (display != null) {
      display.close();
    }
  }

  @Test
  void showsThePretrainedAgentMovingAndEndsWithZeroWhenItIsLeft() throws Exception {
    start(WatchTrial.class, "quit", "watch", "--pretrained", "CartPole-v1");
    assertThat(ended()).as(said()).isZero();
    assertThat(said()).contains(MOVED);
  }

  @Test
  @Tag("thorough")
  void endsWithZeroOnASignalToo() throws Exception {
    start(WatchTrial.class, "look", "watch", "--pretrained", "CartPole-v1");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!said().contains(MOVED) && program.isAlive() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    program.destroy(); // SIGTERM
    assertThat(ended()).as(said()).isZero();
    assertThat(said()).contains(MOVED);
  }

  @Test
  void watchingATrainingChangesNoByteOfIt() throws Exception {
    Path watched = folder.resolve("watched");
    start(Main.class, training(watched, "--watch", "2"));
    assertThat(ended()).as(said()).isZero();
    assertThat(said()).doesNotContain("going on without");

    Path other = folder.resolve("other");
    Gymbridge.Result result = Gymbridge.run(training(other));
    assertThat(result.exitCode()).as(result.err()).isZero();
    for (String table : List.of("progress.csv", "evaluations.csv")) {
      assertThat(watched.resolve(table)).hasSameBinaryContentAs(other.resolve(table));
    }
  }

  private static String[] training(Path run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "native:CartPole-v1", "--total-steps", "800", "--no-test"));
    for (String setting :
        List.of(
            "hidden_sizes=[16]",
            "noisy=true",
            "evaluation_period=200 env_steps",
            "evaluation_episodes=1",
            "max_evaluation_episode_steps=20",
            "final_evaluation_episodes=0")) {
      words.addAll(List.of("--set", setting));
    }
    words.addAll(List.of("--run-dir", run.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private void start(Class<?> main, String... arguments) throws IOException {
    program = display.start(folder.resolve("output"), main, List.of(arguments));
  }

  private int ended() throws InterruptedException {
    return program.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) ? program.exitValue() : -1;
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
