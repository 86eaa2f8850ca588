package dev.gymbridge.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The run directories below a folder. */
public final class Runs {
  /** {@code runs/<env>/<run>/config.json}. */
  private static final int DEPTH = 3;

  private Runs() {}

  /** The run that was begun, or gone on with, last. */
  public static Optional<RunDirectory> newest(Path root) {
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(root, DEPTH)) {
      return files
          .filter(file -> file.endsWith("config.json") && Files.isRegularFile(file))
          .max(Comparator.comparing(Runs::lastModified).thenComparing(Comparator.naturalOrder()))
          .map(file -> RunDirectory.open(Objects.requireNonNull(file.getParent())));
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(root, e);
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it has just gone
    }
  }
}
