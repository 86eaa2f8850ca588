package dev.gymbridge.cli;

import dev.gymbridge.env.Frame;
import dev.gymbridge.report.Numbers;
import dev.gymbridge.report.Recording;
import dev.gymbridge.report.SideBySide;
import dev.gymbridge.run.Moment;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.ShownEpisode.Playing;
import dev.gymbridge.run.ShownEpisode.Result;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One episode before training and after it, from the same beginning, beside each other. */
final class BeforeAndAfter {
  private final Side before;
  private final Side after;

  BeforeAndAfter(ShownEpisode before, ShownEpisode after, long seed) {
    this.before = new Side("before training", before.begin(seed));
    this.after = new Side("after training", after.begin(seed));
  }

  /**
   * Records both to their ends; the one that is over waits for the other.
   *
   * @param mostFrames where it is cut
   * @return how they went, in a line
   */
  String record(Recording recording, int mostFrames, BooleanSupplier stopRequested) {
    while (!stopRequested.getAsBoolean() && recording.frames() < mostFrames) {
      recording.add(
          SideBySide.of(before.frame(), before.caption(), after.frame(), after.caption()));
      if (before.isOver() && after.isOver()) {
        break;
      }
      before.step();
      after.step();
    }
    return before.caption() + ", " + after.caption();
  }

  /** An episode that stands still when it is over. */
  private static final class Side {
    private final String name;
    private final Playing playing;
    private @Nullable Frame frame;

    Side(String name, Playing playing) {
      this.name = name;
      this.playing = playing;
    }

    boolean isOver() {
      return playing.isOver();
    }

    void step() {
      if (!isOver()) {
        playing.step();
        frame = null;
      }
    }

    Frame frame() {
      if (frame == null) {
        playing.show(this::take);
      }
      if (frame == null) {
        throw new CommandException("the environment draws nothing; there is nothing to record");
      }
      return frame;
    }

    private boolean take(Moment moment) {
      frame = moment.frame();
      return true;
    }

    String caption() {
      Result result = playing.result();
      return "%s: return %s%s"
          .formatted(name, Numbers.score(result.episodeReturn()), isOver() ? "" : " so far");
    }
  }
}
