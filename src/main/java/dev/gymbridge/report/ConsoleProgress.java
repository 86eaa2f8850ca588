package dev.gymbridge.report;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.EvaluationLeftOut;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import dev.gymbridge.dqn.TransitionsSkipped;
import dev.gymbridge.run.EvaluationNumbers;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is: a line that is redrawn ten times a second on a terminal, a plain line
 * every ten seconds elsewhere.
 *
 * <p>It shows the share done, env steps or episodes of their total, the episode, the return (mean
 * of the last 100 episodes), the exploration rate, env steps per second (of the last half minute or
 * so) and the time left. An evaluation gets a line of its own.
 *
 * <p>Drawing happens on a thread of its own: an env step costs the training thread one write.
 */
public final class ConsoleProgress implements TrainingListener, AutoCloseable {
  private static final int REDRAW_MILLIS = 100;
  private static final int PLAIN_LINE_MILLIS = 10_000;
  private static final int MEAN_OVER_EPISODES = 100;

  private final ConsoleLine line;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final RecentMean meanReturn = new RecentMean(MEAN_OVER_EPISODES);
  private @Nullable ProgressBar bar;
  private volatile @Nullable TrainingProgress latest;
  private volatile boolean ended;
  private boolean skipped;
  private boolean leftOut;
  private volatile String drawn = "";
  private volatile boolean drawnLast;

  /**
   * Shows progress from {@link #onStarted} to {@link #onEnded} or {@link #close}.
   *
   * @param err where the progress goes, standard error as a rule
   * @param out where the lines of {@link #println} go, standard output as a rule
   * @param terminal whether {@code err} is a terminal
   */
  public ConsoleProgress(PrintStream err, PrintStream out, boolean terminal) {
    this(new ConsoleLine(err, out, terminal), terminal, System::nanoTime);
  }

  ConsoleProgress(ConsoleLine line, boolean terminal, LongSupplier nanoTime) {
    this.line = line;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** Prints a line above the progress; from any thread, at any time. */
  public void println(String text) {
    line.println(text);
  }

  /** Prints a line about what is being done where the progress goes; likewise. */
  public void note(String text) {
    line.printlnToProgress(text);
  }

  /** Whether a progress is being shown. */
  public boolean isShown() {
    return latest != null && !ended;
  }

  @Override
  public void onEarlierEpisode(long episode, double episodeReturn) {
    meanReturn.add(episodeReturn);
  }

  @Override
  public void onStarted(TrainingStarted event) {
    ended = false;
    drawnLast = false;
    ProgressText text = new ProgressText(event, line.drawsUnicode());
    ProgressRate rate = new ProgressRate(nanoTime.getAsLong(), event.envSteps(), event.episodes());
    latest = new TrainingProgress(event.envSteps(), 0, event.episodes(), Double.NaN);
    bar =
        new ProgressBarBuilder()
            .setConsumer(line)
            // What is drawn is the latest event, not the bar's own count, whose lock would be taken
            // at each env step.
            .setRenderer((state, width) -> draw(text, rate, width))
            .setUpdateIntervalMillis(terminal ? REDRAW_MILLIS : PLAIN_LINE_MILLIS)
            .continuousUpdate()
            .build();
  }

  /**
   * The line. The last one is rendered once, however often the bar asks; and where lines stay, that
   * of the whole run is the last: until then, while an evaluation is played, it is the one before.
   */
  synchronized String draw(ProgressText text, ProgressRate rate, int width) {
    TrainingProgress now = latest;
    if (now == null) {
      return "";
    }
    rate.update(nanoTime.getAsLong(), now.envSteps(), now.episodes());
    boolean last = ended;
    if (!drawnLast && (terminal || last || !text.isWhole(now))) {
      drawn = text.render(now, last, meanReturn.mean(), rate, width);
      drawnLast = last;
    }
    return drawn;
  }

  @Override
  public void onProgress(TrainingProgress event) {
    latest = event;
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    meanReturn.add(event.episodeReturn());
    latest =
        new TrainingProgress(
            event.envSteps(), event.gradientSteps(), event.episode(), event.epsilon());
  }

  @Override
  public void onEpisodesInterrupted(EpisodesInterrupted event) {
    line.printlnToProgress(
        "%s; %s %s dropped%s"
            .formatted(
                event.reason(),
                event.episodes(),
                (event.evaluation() ? "evaluation " : "")
                    + (event.episodes() == 1 ? "episode" : "episodes"),
                event.evaluation() ? " and played again" : ""));
  }

  @Override
  public void onTransitionsSkipped(TransitionsSkipped event) {
    if (!skipped) {
      skipped = true;
      line.printlnToProgress(
          "at %s env steps an observation or a reward is not finite; such transitions are left out"
              .formatted(Numbers.grouped(event.envSteps())));
    }
  }

  @Override
  public void onEvaluationLeftOut(EvaluationLeftOut event) {
    if (!leftOut) {
      leftOut = true;
      line.printlnToProgress(
          "no evaluation at %s env steps: those before took %s, more than evaluation_share (%s) allows; so it is with others"
              .formatted(
                  Numbers.grouped(event.envSteps()),
                  Numbers.grouped(event.evaluationSteps()),
                  event.share()));
    }
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    EvaluationNumbers evaluation = EvaluationNumbers.of(event.evaluation());
    line.printlnToProgress(
        "evaluation at %s env steps: mean %s, std %s (%s episodes%s)%s"
            .formatted(
                Numbers.grouped(event.envSteps()),
                Numbers.score(evaluation.mean()),
                Numbers.spread(evaluation.std(), evaluation.mean()),
                evaluation.episodes(),
                event.evaluation().cutOff() == 0
                    ? ""
                    : ", %s cut off".formatted(event.evaluation().cutOff()),
                event.best() ? ", best so far" : ""));
  }

  @Override
  public void onEnded(TrainingEnded event) {
    TrainingProgress before = latest;
    latest =
        new TrainingProgress(
            event.envSteps(),
            event.gradientSteps(),
            event.episodes(),
            before == null ? Double.NaN : before.epsilon());
    ended = true;
    close();
  }

  /** Draws a last time and leaves the line; a second call does nothing. */
  @Override
  public void close() {
    if (bar == null) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // or the bar would not wait for its last drawing
    bar.close();
    bar = null;
    line.close(); // the bar leaves it open when closed before its first drawing
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
