package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.GifWriter;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.run.Moment;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.ShownEpisode.End;
import dev.gymbridge.run.ShownEpisode.Result;
import dev.gymbridge.run.TrainedAgent;
import java.util.Optional;

/** The rendered greedy episodes after training: scores, a window where there is one, a GIF. */
final class TestEpisodes {
  /** Of the classic script, which sleeps 10 ms a step. */
  private static final double CLASSIC_FRAMES_PER_SECOND = 100;

  private final Recipe recipe;
  private final Console console;
  private final Interruption interruption;

  TestEpisodes(Recipe recipe, Console console, Interruption interruption) {
    this.recipe = recipe;
    this.console = console;
    this.interruption = interruption;
  }

  void play(
      ServerOptions.Opened opened, RunDirectory run, QNetwork network, Afterwards afterwards) {
    if (recipe.config().run().testEpisodes() == 0) {
      return;
    }
    try (Environment environment =
        TrainedAgent.drawnEnvironment(recipe, opened.source(), opened.id())) {
      double environmentRate = FrameRate.of(environment);
      Optional<EpisodeWindow> window =
          window(run, recipe.isClassicScript() ? CLASSIC_FRAMES_PER_SECOND : environmentRate);
      try (GifWriter gif = new GifWriter(run.episodeGif(), environmentRate)) {
        interruption.closeOnExit(gif);
        Screen screen = new Screen(gif, window, afterwards);
        ShownEpisode episode = ShownEpisode.greedy(environment, network, recipe.config());
        boolean whole = true;
        for (int i = 0; i < recipe.config().run().testEpisodes() && whole; i++) {
          int number = i + 1;
          window.ifPresent(w -> w.begin(number));
          Result result =
              episode.play(EvaluateCommand.DEFAULT_SEED + i, screen::show, interruption::requested);
          whole = result.end() != End.BROKEN_OFF;
          if (whole) {
            console.say(
                "[Test Episode %d] Score: %s%s"
                    .formatted(number, Numbers.score(result.episodeReturn()), result.remark()));
          }
        }
        if (whole && screen.recording) {
          gif.publish();
        }
      } finally {
        window.ifPresent(EpisodeWindow::close);
      }
    }
  }

  /** Where frames go; a GIF that fails costs neither the window nor the episodes. */
  private final class Screen {
    private final GifWriter gif;
    private final Optional<EpisodeWindow> window;
    private final Afterwards afterwards;
    private boolean recording = true;

    Screen(GifWriter gif, Optional<EpisodeWindow> window, Afterwards afterwards) {
      this.gif = gif;
      this.window = window;
      this.afterwards = afterwards;
    }

    boolean show(Moment moment) {
      if (recording && gif.frames() < RecordCommand.MOST_FRAMES) {
        try {
          gif.add(moment.frame());
        } catch (RuntimeException | LinkageError e) {
          recording = false;
          afterwards.missing("episode.gif", e);
        }
      }
      window.ifPresent(w -> w.show(moment));
      return !interruption.requested();
    }
  }

  private Optional<EpisodeWindow> window(RunDirectory run, double framesPerSecond) {
    return EpisodeWindow.available()
        ? Optional.of(new EpisodeWindow(recipe.subject(run), framesPerSecond))
        : Optional.empty();
  }
}
