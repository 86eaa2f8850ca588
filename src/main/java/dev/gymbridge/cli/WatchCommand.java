package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ShownEpisode.End;
import dev.gymbridge.run.ShownEpisode.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained agent in a window. */
@Command(
    name = "watch",
    description = "Shows a trained agent in a window, at the environment's frame rate.",
    footer = {
      "",
      "Examples:",
      "  gymbridge watch",
      "  gymbridge watch --pretrained CartPole-v1",
      "  gymbridge watch DIR --episodes 3",
      "  gymbridge watch DIR --episode 12"
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Runnable {
  @Mixin private ShownOptions shownOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many; 0 until the window is closed (default: ${DEFAULT-VALUE}).")
  private int episodes;

  private final Interruption interruption;

  WatchCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    if (episodes < 0) {
      throw new UsageException("--episodes must be at least 0, got " + episodes);
    }
    Console console = outputOptions.console();
    RunDirectory run = shownOptions.run();
    if (!EpisodeWindow.available()) {
      throw new CommandException(
          "no window can be opened, there is no display; record a GIF instead: record "
              + run
              + " --out agent.gif");
    }
    try (Shown shown = shownOptions.open(run, "showing", console);
        EpisodeWindow window =
            new EpisodeWindow(shown.recipe().subject(run), FrameRate.of(shown.environment()))) {
      console.note(EpisodeWindow.KEYS);
      interruption.endsLikeAnyOther();
      interruption.closeOnExit(window);
      play(shown, window, console);
      JsonObject json = new JsonObject();
      shown.addTo(json);
      WhatRan.addTo(json, run, shown.recipe(), shown.firstSeed(), shown.opened());
      console.result(json);
    }
  }

  private void play(Shown shown, EpisodeWindow window, Console console) {
    int count = shown.atMost(episodes);
    int i = 0;
    while ((count == 0 || i < count) && !window.isClosed()) {
      window.begin(shown.named(i));
      Result result = shown.play(i, window::show, interruption::requested);
      if (result.end() != End.BROKEN_OFF) {
        console.say(
            "[Episode %d] Return: %s%s"
                .formatted(
                    shown.named(i), Numbers.score(result.episodeReturn()), shown.remark(result)));
      }
      if (interruption.requested()) {
        return;
      }
      i += window.takesAgain() ? 0 : 1;
    }
  }
}
