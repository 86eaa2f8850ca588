package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.cli.GreedyEpisode.FrameSink;
import dev.gymbridge.report.GifWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained agent as an animated GIF. */
@Command(
    name = "record",
    description = "Records greedy episodes of a trained agent as an animated GIF.",
    mixinStandardHelpOptions = true)
final class RecordCommand implements Runnable {
  /** A longer GIF is of no use to anyone. */
  static final int MOST_FRAMES = 2_000;

  @Mixin private RunOptions runOptions;
  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.gif",
      description = "The file to make; one that exists is refused.")
  private Path out;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + EvaluateCommand.DEFAULT_SEED,
      description = "Of the first episode; the next has N + 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "What width and height are multiplied by (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Override
  public void run() {
    if (!out.getFileName().toString().endsWith(".gif")) {
      throw new UsageException("--out must end in .gif, got " + out);
    }
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    if (!(scale > 0 && scale <= 16)) {
      throw new UsageException("--scale must be in (0, 16], got " + scale);
    }
    if (Files.exists(out)) {
      throw new CommandException(out + " exists; give another --out, or delete it first");
    }
    Console console = outputOptions.console();
    try (TrainedAgent agent = TrainedAgent.open(runOptions, serverOptions, console);
        GifWriter gif = new GifWriter(out, agent.framesPerSecond(), scale)) {
      GreedyEpisode episode = agent.episode();
      FrameSink sink =
          frame -> {
            gif.add(frame);
            return gif.frames() < MOST_FRAMES;
          };
      for (int i = 0; i < episodes && gif.frames() < MOST_FRAMES; i++) {
        double episodeReturn = episode.play(seed + i, sink);
        console.say("[Episode %d] Return: %s".formatted(i + 1, episodeReturn));
      }
      console.say("%s: %d frames".formatted(out, gif.frames()));
      JsonObject json = new JsonObject();
      json.addProperty("file", out.toString());
      json.addProperty("frames", gif.frames());
      console.result(json);
    }
  }
}
