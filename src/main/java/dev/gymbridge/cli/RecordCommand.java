package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.report.Mp4Writer;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.report.Recording;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.ShownEpisode.Audience;
import dev.gymbridge.run.ShownEpisode.End;
import dev.gymbridge.run.ShownEpisode.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained agent as an animated GIF or an MP4. */
@Command(
    name = "record",
    description = "Records greedy episodes of a trained agent as an animated GIF, or as an MP4.",
    footer = {
      "",
      "Examples:",
      "  gymbridge record --out agent.gif",
      "  gymbridge record --pretrained CartPole-v1 --out agent.gif --before-after",
      "  gymbridge record DIR --out agent.gif --episodes 3",
      "  gymbridge record DIR --out then.gif --episode 12"
    },
    mixinStandardHelpOptions = true)
final class RecordCommand implements Runnable {
  /** A longer recording is of no use to anyone. */
  static final int MOST_FRAMES = 2_000;

  @Mixin private ShownOptions shownOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "A .gif, or an .mp4 (made by ffmpeg); a file that exists is refused.")
  private Path out;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--before-after",
      description = "One episode before training and after it, beside each other.")
  private boolean beforeAfter;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "" + Recording.AUTOMATIC_SCALE,
      description =
          "What width and height are multiplied by (default: 1, or more for tiny frames).")
  private double scale;

  private final Interruption interruption;

  RecordCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public void run() {
    boolean isMp4 = Mp4Writer.isMeant(out);
    if (!isMp4 && !out.getFileName().toString().endsWith(".gif")) {
      throw new UsageException("--out must end in .gif or .mp4, got " + out);
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
    if (isMp4) {
      Mp4Writer.requireFfmpeg();
    }
    Console console = outputOptions.console();
    RunDirectory run = shownOptions.run();
    try (Shown shown = shownOptions.open(run, "recording", console);
        Recording recording = Recording.of(out, FrameRate.of(shown.environment()), scale)) {
      interruption.closeOnExit(recording);
      JsonObject json = new JsonObject();
      if (beforeAfter) {
        ShownEpisode before = ShownOptions.untrained(run, shown);
        console.say(
            new BeforeAndAfter(before, shown.episodes(), shown.firstSeed())
                .record(recording, MOST_FRAMES, interruption::requested));
      } else {
        play(shown, recording, console);
      }
      if (!interruption.requested()) {
        recording.publish();
        json.addProperty("file", out.toString());
        json.addProperty("frames", recording.frames());
        shown.addTo(json);
        WhatRan.addTo(json, run, shown.recipe(), shown.firstSeed(), shown.opened());
        console.result(json);
        console.say("%s: %d frames".formatted(out, recording.frames()));
      }
    }
  }

  private void play(Shown shown, Recording recording, Console console) {
    Audience audience =
        moment -> {
          recording.add(moment.frame());
          return recording.frames() < MOST_FRAMES;
        };
    for (int i = 0; i < shown.atMost(episodes) && recording.frames() < MOST_FRAMES; i++) {
      Result result = shown.play(i, audience, interruption::requested);
      if (interruption.requested()) {
        return;
      }
      boolean cut = result.end() == End.BROKEN_OFF;
      console.say(
          "[Episode %d] Return: %s%s"
              .formatted(
                  shown.named(i),
                  Numbers.score(result.episodeReturn()),
                  cut
                      ? " (cut off after %,d steps, of %,d frames at most)"
                          .formatted(result.length(), MOST_FRAMES)
                      : shown.remark(result)));
    }
  }
}
