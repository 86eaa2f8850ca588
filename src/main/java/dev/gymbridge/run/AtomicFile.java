package dev.gymbridge.run;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes whole files: a reader sees the old content or the new one, never a part. */
public final class AtomicFile {
  private AtomicFile() {}

  /** The name under which a file is written before it is whole. */
  public static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  public static void write(Path file, byte[] content) {
    try {
      Files.write(partOf(file), content);
      publish(file);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(file, e);
    }
  }

  /** Gives the part its name. */
  public static void publish(Path file) throws IOException {
    try {
      Files.move(
          partOf(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partOf(file), file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
