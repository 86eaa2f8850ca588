package dev.gymbridge.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that goes with all that is in it when it is closed, or else when the JVM ends.
 *
 * @apiNote For the rooms of gymbridge.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private final Path path;
  private final Thread atTheEnd = new Thread(this::deleteAtTheEnd, "gymbridge-temporary");

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes one where temporary files are.
   *
   * @param prefix what its name begins with
   */
  public static TemporaryDirectory make(String prefix) throws IOException {
    TemporaryDirectory made = new TemporaryDirectory(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(made.atTheEnd);
    return made;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Under another name: so whoever still writes into it makes nothing new meanwhile. */
  private void deleteAtTheEnd() {
    Path renamed = path.resolveSibling(path.getFileName() + ".gone");
    try {
      Files.move(path, renamed);
      FileTree.delete(renamed);
    } catch (IOException e) {
      // Nobody is left to be told.
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException shuttingDown) {
      return; // it is being deleted
    }
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
