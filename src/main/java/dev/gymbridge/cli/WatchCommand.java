package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.RunDirectory;
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
    RunDirectory run = runOptions.run();
    TrainedRun trained = TrainedRun.read(run);
    try (QNetwork network = trained.trainedNetwork(run, runOptions.policy(run));
        ServerOptions.Opened opened = serverOptions.open(trained.environment(), console);
        Environment environment =
            opened
                .source()
                .make(trained.options(opened.id()).withRenderMode(RenderMode.RGB_ARRAY));
        EpisodeWindow window =
            new EpisodeWindow(trained.environment(), environment.spec().renderFps().orElse(30))) {
      GreedyEpisode episode = new GreedyEpisode(environment, network);
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
