package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.EvaluationLeftOut;
import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.testkit.Events;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(console, true, StandardCharsets.UTF_8);

  @Test
  void endsWithALineOfTheWholeRun() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onStarted(Events.started(0));
      progress.onProgress(new TrainingProgress(10, 5, 1, 0.1));
      progress.onEpisode(Events.episode(1));
      progress.onEpisode(Events.episode(2));
      progress.onEnded(Events.ended(40));
    }

    assertThat(written().lines().reduce("", (first, second) -> second))
        .startsWith("40%")
        .contains("400/1,000 env steps", "episode 40", "return 2.0", "epsilon 0.100")
        .endsWith("taken");
    assertThat(written()).endsWith("\n").doesNotContain("\r", "\033");
  }

  @Test
  void countsTheEpisodesOfSittingsBefore() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onEarlierEpisode(1, 40);
      progress.onEarlierEpisode(2, 60);
      progress.onStarted(Events.started(20));
      progress.onEnded(Events.ended(40));
    }
    assertThat(written()).contains("return 50.0");
  }

  @Test
  void keepsTheLineBeforeThatOfTheWholeRunUntilItsEndWhereLinesStay() {
    ProgressText text = new ProgressText(Events.started(0), true);
    // Not started: no other thread draws in between.
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onProgress(new TrainingProgress(900, 450, 90, 0.1));
      String before = progress.draw(text, new ProgressRate(0, 0, 0), ProgressText.UNLIMITED);
      progress.onProgress(new TrainingProgress(1_000, 500, 100, 0.1));

      assertThat(before).startsWith("90%");
      assertThat(progress.draw(text, new ProgressRate(0, 0, 0), ProgressText.UNLIMITED))
          .isEqualTo(before);
    }
  }

  @Test
  void saysTheLineOfTheWholeRunOnceWhereLinesStay() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onStarted(Events.started(0));
      progress.onProgress(new TrainingProgress(1_000, 500, 100, 0.1));
      progress.onEnded(Events.ended(100));
    }
    assertThat(written().lines().filter(line -> line.startsWith("100%"))).hasSize(1);
  }

  @Test
  void printsALineForAnEvaluation() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onStarted(Events.started(0));
      progress.onEvaluation(Events.evaluation(12_500, 487.25, true));
      progress.onEvaluation(Events.evaluation(13_000, 40, false));
    }

    assertThat(written().lines())
        .contains(
            "evaluation at 12,500 env steps: mean 487.2, std 1.0 (2 episodes), best so far",
            "evaluation at 13,000 env steps: mean 40.0, std 1.0 (2 episodes)");
  }

  @Test
  void printsALineForEpisodesThatWereLost() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onStarted(Events.started(0));
      String reason = "server b:2 is gone (refused): 3 of 8 environments made again on a:1";
      progress.onEpisodesInterrupted(new EpisodesInterrupted(150, 3, false, reason));
      progress.onEpisodesInterrupted(new EpisodesInterrupted(150, 1, true, reason));
      assertThat(written().lines())
          .contains(
              reason + "; 3 episodes dropped",
              reason + "; 1 evaluation episode dropped and played again");
    }
  }

  @Test
  void saysOnceThatEvaluationsAreLeftOut() {
    try (ConsoleProgress progress = new ConsoleProgress(stream, stream, false)) {
      progress.onStarted(Events.started(0));
      progress.onEvaluationLeftOut(new EvaluationLeftOut(10_000, 5_730, 0.5));
      progress.onEvaluationLeftOut(new EvaluationLeftOut(20_000, 24_730, 0.5));
    }
    assertThat(written().lines().filter(line -> line.startsWith("no evaluation")))
        .containsExactly(
            "no evaluation at 10,000 env steps: those before took 5,730, more than evaluation_share"
                + " (0.5) allows; so it is with others");
  }

  @Test
  void mayBeClosedBeforeItStartsAndTwice() {
    ConsoleProgress progress = new ConsoleProgress(stream, stream, true);
    progress.close();
    progress.onStarted(Events.started(0));
    progress.close();
    progress.close();

    assertThat(written()).endsWith("\n").contains("0%");
  }

  @Test
  void drawsItsLastLineAlsoForAnInterruptedThread() {
    ConsoleProgress progress = new ConsoleProgress(stream, stream, false);
    progress.onStarted(Events.started(0));
    Thread.currentThread().interrupt();
    progress.onEnded(Events.ended(40));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(written()).contains("400/1,000 env steps");
  }

  @Test
  void keepsItsLineBelowWhatIsPrinted() {
    ConsoleLine line = new ConsoleLine(stream, stream, true);
    line.accept("10% of the way");
    line.println("n_episode :20");
    line.accept("20%");
    line.close();

    assertThat(screen(written())).isEqualTo("n_episode :20\n20%\n");
  }

  @Test
  void clearsItsLineOnTheOneStreamBeforeItPrintsOnTheOther() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(lines, true, StandardCharsets.UTF_8);
    ConsoleLine line = new ConsoleLine(stream, out, true);
    line.accept("10%");
    line.println("hello");

    assertThat(lines.toString(StandardCharsets.UTF_8)).isEqualTo("hello" + System.lineSeparator());
    assertThat(written()).isEqualTo("\r10%\033[K\r\033[K10%");
  }

  @Test
  void repeatsNoEqualLine() {
    ConsoleLine line = new ConsoleLine(stream, stream, false);
    line.accept("10%");
    line.accept("10%");

    assertThat(written().lines()).containsExactly("10%");
  }

  private String written() {
    return console.toString(StandardCharsets.UTF_8);
  }

  /** What a terminal shows that knows carriage return, line feed and erase to end of line. */
  private static String screen(String written) {
    StringBuilder shown = new StringBuilder();
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        shown.append(line).append('\n');
        line.setLength(0);
        column = 0;
      } else if (written.startsWith("\033[K", i)) {
        line.setLength(column);
        i += 2;
      } else {
        line.replace(column, Math.min(column + 1, line.length()), String.valueOf(c));
        column++;
      }
    }
    return shown.append(line).toString();
  }
}
