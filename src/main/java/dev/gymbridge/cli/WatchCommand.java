package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.run.GreedyEpisode;
import dev.gymbridge.run.GreedyEpisode.End;
import dev.gymbridge.run.GreedyEpisode.FrameSink;
import dev.gymbridge.run.GreedyEpisode.Result;
import dev.gymbridge.run.TrainedAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained agent in a window. */
@Command(
    name = "watch",
    description = "Shows a trained agent in a window, at the environment's frame rate.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Runnable {
  @Mixin private RunOptions runOptions;
  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many; 0 until the window is closed (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + EvaluateCommand.DEFAULT_SEED,
      description = "Of the first episode; the next has N + 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  private final Interruption interruption;

  WatchCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    if (!EpisodeWindow.available()) {
      throw new CommandException(
          "no window can be opened, there is no display; record a GIF instead: record --run DIR"
              + " --out FILE.gif");
    }
    Console console = outputOptions.console();
    try (TrainedAgent agent = runOptions.agent();
        ServerOptions.Opened opened = serverOptions.open(agent.recipe().environment(), console)) {
      Environment environment = agent.drawnEnvironment(opened.source(), opened.id());
      GreedyEpisode episode =
          new GreedyEpisode(environment, agent.network(), agent.recipe().config());
      try (EpisodeWindow window =
          new EpisodeWindow(agent.recipe().environment().id(), FrameRate.of(environment))) {
        play(episode, window, console);
      }
    }
  }

  private void play(GreedyEpisode episode, EpisodeWindow window, Console console) {
    FrameSink sink =
        frame -> {
          window.show(frame);
          return !window.isClosed();
        };
    boolean goesOn = true;
    for (int i = 0; (episodes == 0 || i < episodes) && goesOn; i++) {
      Result result = episode.play(seed + i, sink, interruption::requested);
      goesOn = result.end() != End.BROKEN_OFF;
      if (goesOn) {
        console.say(
            "[Episode %d] Return: %s%s".formatted(i + 1, result.episodeReturn(), result.remark()));
      }
    }
  }
}
