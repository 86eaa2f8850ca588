package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A disk whose power is cut before a given act, and for good; from another thread other acts may
 * come before or after it, so that it is named and not counted from the beginning. What was not
 * forced by then is lost in part, as it pleases: files end somewhere behind what was forced of
 * them, and a directory whose new name was not forced has its old one.
 */
final class MortalDisk extends Disk {
  /** The power is gone; nothing may catch that. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * An act of a run.
   *
   * @param path from the run's directory
   * @param before how often the same was done to the same before
   */
  record Moment(Act act, Path path, int before) {}

  private final Path run;
  private final Optional<Moment> last;
  private final Random random;
  private final List<Moment> moments = new ArrayList<>();
  private boolean cut;
  private final Map<Path, Long> forced = new LinkedHashMap<>(); // how much of what was written
  private final Set<Path> renamed = new LinkedHashSet<>(); // directories, since their parent was

  private MortalDisk(RunDirectory run, Optional<Moment> last, long seed) {
    this.run = run.path().toAbsolutePath();
    this.last = last;
    random = new Random(seed);
  }

  /** A disk that only remembers. */
  static MortalDisk immortal(RunDirectory run) {
    return new MortalDisk(run, Optional.empty(), 0);
  }

  /**
   * A disk that lives until shortly before a moment.
   *
   * @param seed decides what is lost of what was not forced
   */
  static MortalDisk until(Moment moment, RunDirectory run, long seed) {
    return new MortalDisk(run, Optional.of(moment), seed);
  }

  /** What was done, in order. */
  List<Moment> moments() {
    return moments;
  }

  boolean isCut() {
    return cut;
  }

  private Moment moment(Act act, Path path) {
    Path name = run.relativize(path);
    long same = moments.stream().filter(m -> m.act() == act && m.path().equals(name)).count();
    return new Moment(act, name, (int) same);
  }

  @Override
  protected synchronized void before(Act act, Path given) throws IOException {
    Path path = given.toAbsolutePath();
    Moment now = moment(act, path);
    if (!cut && last.filter(now::equals).isPresent()) {
      cut = true;
      losePower();
    }
    if (cut) {
      throw new PowerCut();
    }
    moments.add(now);
    switch (act) {
      case WRITE, APPEND -> {
        if (Files.isDirectory(path)) {
          break;
        }
        forced.merge(path, 0L, Math::max);
      }
      case FORCE -> {
        if (Files.isDirectory(path)) {
          renamed.removeIf(each -> path.equals(each.getParent()));
        } else {
          forced.put(path, Files.size(path));
        }
      }
      case RENAME -> {
        if (Files.isDirectory(path.resolveSibling(path.getFileName() + ".part"))) {
          renamed.add(path);
        }
      }
      default -> {}
    }
  }

  private void losePower() throws IOException {
    for (Path directory : renamed) {
      if (random.nextBoolean() && Files.isDirectory(directory)) {
        Files.move(directory, directory.resolveSibling(directory.getFileName() + ".part"));
      }
    }
    for (Map.Entry<Path, Long> file : forced.entrySet()) {
      cut(file.getKey(), file.getValue(), random);
    }
  }

  private static void cut(Path file, long kept, Random random) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > kept) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(kept + random.nextInt((int) (channel.size() - kept) + 1));
      }
    }
  }
}
