package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.run.GreedyEpisode;
import dev.gymbridge.run.GreedyEpisode.End;
import dev.gymbridge.run.GreedyEpisode.FrameSink;
import dev.gymbridge.run.GreedyEpisode.Result;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
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
      "  gymbridge watch runs/CartPole-v1/20260102-030405-seed1 --episodes 3"
    },
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
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    if (!EpisodeWindow.available()) {
      throw new CommandException(
          "no window can be opened, there is no display; record a GIF instead: record "
              + run
              + " --out agent.gif");
    }
    Policy policy = runOptions.policy(run);
    console.note("showing the %s policy of %s".formatted(policy, run));
    try (TrainedAgent agent = runOptions.agent(run);
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
            "[Episode %d] Return: %s%s"
                .formatted(i + 1, Numbers.score(result.episodeReturn()), result.remark()));
      }
    }
  }
}
