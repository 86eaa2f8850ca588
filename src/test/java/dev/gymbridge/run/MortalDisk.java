package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk whose power is cut before a given act, and for good. What was not forced by then is lost
 * in part, as it pleases: files end somewhere behind what was forced of them, and a directory whose
 * new name was not forced has its old one.
 */
final class MortalDisk extends Disk {
  /** The power is gone; nothing may catch that. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Random random;
  private final int lives;
  private int acts;
  private final Map<Path, Long> forced = new LinkedHashMap<>(); // how much of what was written
  private final Set<Path> renamed = new LinkedHashSet<>(); // directories, since their parent was

  /**
   * A disk with so many acts to live.
   *
   * @param seed decides what is lost of what was not forced
   */
  MortalDisk(int lives, long seed) {
    this.lives = lives;
    random = new Random(seed);
  }

  /** A disk that only counts. */
  MortalDisk() {
    this(Integer.MAX_VALUE, 0);
  }

  int acts() {
    return acts;
  }

  @Override
  protected synchronized void before(Act act, Path given) throws IOException {
    Path path = given.toAbsolutePath();
    if (acts == lives) {
      acts++;
      losePower();
    }
    if (acts > lives) {
      throw new PowerCut();
    }
    acts++;
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
