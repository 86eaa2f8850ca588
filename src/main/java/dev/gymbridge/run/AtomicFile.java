package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes whole files: a reader sees the old content or the new one, never a part; nor does a power
 * cut leave one.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** The name under which a file is written before it is whole. */
  public static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  public static void write(Path file, byte[] content) {
    write(file, content, Disk.REAL);
  }

  static void write(Path file, byte[] content, Disk disk) {
    try {
      disk.write(partOf(file), () -> Files.write(partOf(file), content));
      publish(file, disk);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(file, e);
    }
  }

  /** Gives the part its name. */
  public static void publish(Path file) throws IOException {
    publish(file, Disk.REAL);
  }

  private static void publish(Path file, Disk disk) throws IOException {
    disk.force(partOf(file));
    disk.rename(partOf(file), file);
    disk.force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }
}
