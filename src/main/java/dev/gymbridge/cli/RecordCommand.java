package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.env.Environment;
import dev.gymbridge.report.GifWriter;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.run.GreedyEpisode;
import dev.gymbridge.run.GreedyEpisode.End;
import dev.gymbridge.run.GreedyEpisode.FrameSink;
import dev.gymbridge.run.GreedyEpisode.Result;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained agent as an animated GIF. */
@Command(
    name = "record",
    description = "Records greedy episodes of a trained agent as an animated GIF.",
    footer = {
      "",
      "Examples:",
      "  gymbridge record --out agent.gif",
      "  gymbridge record runs/CartPole-v1/20260102-030405-seed1 --out agent.gif --episodes 3"
    },
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
      defaultValue = "" + GifWriter.AUTOMATIC_SCALE,
      description =
          "What width and height are multiplied by (default: 1, or more for tiny frames).")
  private double scale;

  private final Interruption interruption;

  RecordCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    if (!out.getFileName().toString().endsWith(".gif")) {
      throw new UsageException("--out must end in .gif, got " + out);
    }
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    if (!(scale >= 0 && scale <= 16)) {
      throw new UsageException("--scale must be in (0, 16], got " + scale);
    }
    if (Files.exists(out)) {
      throw new CommandException(out + " exists; give another --out, or delete it first");
    }
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    Policy policy = runOptions.policy(run);
    console.note("recording the %s policy of %s".formatted(policy, run));
    try (TrainedAgent agent = runOptions.agent(run);
        ServerOptions.Opened opened = serverOptions.open(agent.recipe().environment(), console)) {
      Environment environment = agent.drawnEnvironment(opened.source(), opened.id());
      try (GifWriter gif = new GifWriter(out, FrameRate.of(environment), scale)) {
        interruption.closeOnExit(gif);
        play(
            new GreedyEpisode(environment, agent.network(), agent.recipe().config()), gif, console);
        if (!interruption.requested()) {
          gif.publish();
          JsonObject json = new JsonObject();
          json.addProperty("file", out.toString());
          json.addProperty("frames", gif.frames());
          json.addProperty("policy", policy.toString());
          WhatRan.addTo(json, run, agent.recipe(), seed, opened);
          console.result(json);
          console.say("%s: %d frames".formatted(out, gif.frames()));
        }
      }
    }
  }

  private void play(GreedyEpisode episode, GifWriter gif, Console console) {
    FrameSink sink =
        frame -> {
          gif.add(frame);
          return gif.frames() < MOST_FRAMES;
        };
    for (int i = 0; i < episodes && gif.frames() < MOST_FRAMES; i++) {
      Result result = episode.play(seed + i, sink, interruption::requested);
      if (interruption.requested()) {
        return;
      }
      boolean cut = result.end() == End.BROKEN_OFF;
      console.say(
          "[Episode %d] Return: %s%s"
              .formatted(
                  i + 1,
                  Numbers.score(result.episodeReturn()),
                  cut
                      ? " (cut off after %,d steps, of %,d frames at most)"
                          .formatted(result.length(), MOST_FRAMES)
                      : result.remark()));
    }
  }
}
