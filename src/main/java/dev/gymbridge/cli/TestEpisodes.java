package dev.gymbridge.cli;

import dev.gymbridge.cli.GreedyEpisode.FrameSink;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.GifWriter;
import dev.gymbridge.run.RunDirectory;
import java.util.Optional;

/** The rendered greedy episodes after training: scores, a window where there is one, a GIF. */
final class TestEpisodes {
  /** Of the classic script, which sleeps 10 ms a step. */
  private static final double CLASSIC_FRAMES_PER_SECOND = 100;

  private final TrainedRunPlan plan;
  private final Console console;
  private final Interruption interruption;

  TestEpisodes(TrainedRunPlan plan, Console console, Interruption interruption) {
    this.plan = plan;
    this.console = console;
    this.interruption = interruption;
  }

  void play(
      ServerOptions.Opened opened, EnvironmentOptions options, RunDirectory run, QNetwork network) {
    int episodes = plan.config().run().testEpisodes();
    if (episodes == 0) {
      return;
    }
    try (Environment environment =
        opened.source().make(options.withRenderMode(RenderMode.RGB_ARRAY))) {
      double environmentRate = TrainedAgent.framesPerSecond(environment);
      double rate = plan.isClassicScript() ? CLASSIC_FRAMES_PER_SECOND : environmentRate;
      Optional<EpisodeWindow> window = window(rate);
      try (GifWriter gif = new GifWriter(run.episodeGif(), environmentRate)) {
        FrameSink sink = frame -> show(frame, gif, window);
        for (int i = 0; i < episodes && !interruption.requested(); i++) {
          double score =
              new GreedyEpisode(environment, network).play(EvaluateCommand.DEFAULT_SEED + i, sink);
          console.say("[Test Episode %d] Score: %s".formatted(i + 1, score));
        }
      } finally {
        window.ifPresent(EpisodeWindow::close);
      }
    } catch (EnvironmentException e) {
      // Training is done and kept; an environment that cannot draw must not spoil that.
      console.note("No test episodes: " + e.getMessage());
    }
  }

  private boolean show(Frame frame, GifWriter gif, Optional<EpisodeWindow> window) {
    if (gif.frames() < RecordCommand.MOST_FRAMES) {
      gif.add(frame);
    }
    window.filter(w -> !w.isClosed()).ifPresent(w -> w.show(frame));
    return !interruption.requested();
  }

  private Optional<EpisodeWindow> window(double framesPerSecond) {
    return EpisodeWindow.available()
        ? Optional.of(new EpisodeWindow(plan.environment(), framesPerSecond))
        : Optional.empty();
  }
}
