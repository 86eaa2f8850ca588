package dev.gymbridge.cli;

import dev.gymbridge.report.EpisodeWindow;
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

  @Override
  public void run() {
    if (!EpisodeWindow.available()) {
      throw new CommandException(
          "no window can be opened, there is no display; record a GIF instead: record --run DIR"
              + " --out FILE.gif");
    }
    Console console = outputOptions.console();
    try (TrainedAgent agent = TrainedAgent.open(runOptions, serverOptions, console);
        EpisodeWindow window = new EpisodeWindow(agent.environmentId(), agent.framesPerSecond())) {
      GreedyEpisode episode = agent.episode();
      for (int i = 0; (episodes == 0 || i < episodes) && !window.isClosed(); i++) {
        double episodeReturn =
            episode.play(
                seed + i,
                frame -> {
                  window.show(frame);
                  return !window.isClosed();
                });
        if (!window.isClosed()) {
          console.say("[Episode %d] Return: %s".formatted(i + 1, episodeReturn));
        }
      }
    }
  }
}
