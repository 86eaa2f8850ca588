package dev.gymbridge.checkpoint;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is done to a disk where the order decides what is left after a power cut. A test that ends
 * the world between two of these overrides {@link #before}.
 */
public class Disk {
  /** The disk as it is. */
  public static final Disk REAL = new Disk();

  /** Windows opens no directory, and keeps its names in order by itself. */
  private static final boolean NAMES_ARE_FORCED = File.separatorChar == '/';

  private static final int MOST_AT_ONCE = 8;

  /** What is done. */
  public enum Act {
    /** A directory is made. */
    CREATE_DIRECTORY,
    /** A file is written from its beginning. */
    WRITE,
    /** A file grows. */
    APPEND,
    /** A file is cut to a length. */
    CUT,
    /** What was done to a file, or to the names in a directory, is forced to the medium. */
    FORCE,
    /** A file gets a second name. */
    LINK,
    /** A file or directory takes another name. */
    RENAME,
    /** A file or an empty directory goes. */
    DELETE
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Writing {
    /** Writes it, whole. */
    void run() throws IOException;
  }

  /** Called before each act; by throwing it keeps the act from being done. */
  protected void before(Act act, Path path) throws IOException {}

  /** Makes a directory whose parent is there. */
  public final void createDirectory(Path directory) throws IOException {
    before(Act.CREATE_DIRECTORY, directory);
    Files.createDirectory(directory);
  }

  /** Makes a directory with its parents, so that their names outlive a power cut. */
  public final void createDirectories(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent != null && !Files.isDirectory(absolute)) {
      createDirectories(parent);
      createDirectory(absolute);
      force(parent);
    }
  }

  /** Writes a file; it is not forced. */
  public final void write(Path file, Writing writing) throws IOException {
    before(Act.WRITE, file);
    writing.run();
  }

  /** Adds bytes to the end of a file, through a stream that was opened for that. */
  public final void append(Path file, OutputStream out, byte[] bytes) throws IOException {
    before(Act.APPEND, file);
    out.write(bytes);
  }

  /** Cuts a file to a length, if it is longer. */
  public final void cut(Path file, long length) throws IOException {
    before(Act.CUT, file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
      channel.force(true);
    }
  }

  /**
   * Forces a file, or the names in a directory, to the medium; whoever wrote it, and through
   * whichever stream.
   */
  public final void force(Path path) throws IOException {
    before(Act.FORCE, path);
    forceNow(path);
  }

  /**
   * Forces all of these; at once, since a medium takes several in hardly more time than one.
   *
   * @throws IOException if one of them cannot be forced
   */
  public final void forceAll(List<Path> paths) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            MOST_AT_ONCE,
            task -> {
              Thread made = new Thread(task, "gymbridge-force");
              made.setDaemon(true); // a disk that hangs keeps no program from its end
              return made;
            });
    try {
      List<Future<?>> forcing = new ArrayList<>();
      for (Path path : paths) {
        before(Act.FORCE, path);
        forcing.add(
            threads.submit(
                () -> {
                  forceNow(path);
                  return null;
                }));
      }
      for (Future<?> each : forcing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were forced to the disk");
    } finally {
      threads.shutdown();
    }
  }

  private static void forceNow(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    if (directory && !NAMES_ARE_FORCED) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Gives a file a second name, so that the same bytes stand under both; where the file system
   * knows no such thing, or not between the two, they are copied.
   */
  public final void link(Path file, Path second) throws IOException {
    before(Act.LINK, second);
    try {
      Files.createLink(second, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, second);
      force(second);
    }
  }

  /** Gives a file or directory another name, in one move, replacing a file of that name. */
  public final void rename(Path from, Path to) throws IOException {
    before(Act.RENAME, to);
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes a file or an empty directory, if it is there. */
  public final void delete(Path path) throws IOException {
    before(Act.DELETE, path);
    Files.deleteIfExists(path);
  }
}
