package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.testkit.VirtualDisplay;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window as a person sees it and handles it; {@link WindowTrial} does the looking. */
class EpisodeWindowOnDisplayTest {
  private static final Properties FOUND = new Properties();

  @BeforeAll
  static void look(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    try (VirtualDisplay display = VirtualDisplay.open()) {
      Process trial = display.start(output, WindowTrial.class, List.of());
      boolean ended = trial.waitFor(2, TimeUnit.MINUTES);
      trial.destroyForcibly();
      assertThat(ended && trial.exitValue() == 0).as(Files.readString(output)).isTrue();
    }
    try (Reader reader = Files.newBufferedReader(output)) {
      FOUND.load(reader);
    }
  }

  @Test
  void saysInItsTitleWhatIsShownAndHowFarTheEpisodeIs() {
    assertThat(found("title"))
        .isEqualTo("CartPole-v1 · one-run · episode 2 · step 12 · return 12.0");
  }

  @Test
  void hasAnIconOfItsOwnInSeveralSizes() {
    assertThat(found("icons")).isEqualTo("4");
  }

  @Test
  void drawsTheFrameInItsOwnColours() {
    assertThat(found("colours")).isEqualTo("00ff00 ff0000");
  }

  @Test
  void addsBlackBarsButNoMixedColoursWhenItIsResized() {
    assertThat(found("colours when resized")).isEqualTo("000000 00ff00 ff0000");
  }

  @Test
  void drawsTheValuesOfTheActionsAsBarsTheBestOneLongestAndInAColourOfItsOwn() {
    // Values 1, 1.5 and 3: a quarter of the scale, and all of it.
    int[] lengths = Stream.of(found("bars").split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(lengths[0]).isBetween(lengths[1] / 4 - 1, lengths[1] / 4 + 1);
    assertThat(lengths[1]).isGreaterThan(100);
  }

  @Test
  void waitsWhileItIsPausedAndGoesOnThereafter() {
    assertThat(found("shown while paused")).isEqualTo("false");
    assertThat(found("shown after the pause")).isEqualTo("true");
  }

  @Test
  void saysAtWhatSpeedItIs() {
    assertThat(found("slow title")).endsWith(" · return 13.0 · x1/2");
  }

  @Test
  void goesOnToTheNextEpisodeOrBackToTheBeginning() {
    assertThat(found("after n")).isEqualTo("next");
    assertThat(found("after r")).isEqualTo("again");
  }

  @Test
  void showsNothingMoreOnceItIsLeftOrClosed() {
    assertThat(found("shown after Esc")).isEqualTo("false");
    assertThat(found("shown after closing")).isEqualTo("false");
  }

  private static String found(String name) {
    return FOUND.getProperty(name);
  }
}
