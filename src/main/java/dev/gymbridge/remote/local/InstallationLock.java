package dev.gymbridge.remote.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process, and one thread in it, work on an installation at a time. The operating system
 * frees the lock when the process ends, however it ends.
 */
final class InstallationLock implements AutoCloseable {
  private static final long RETRY_MILLIS = 100;

  private final FileChannel channel;

  private InstallationLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until the lock is free and takes it.
   *
   * @throws LocalServerException if interrupted meanwhile
   */
  static InstallationLock take(Path file, Consumer<String> progress) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      boolean told = false;
      while (tryLock(channel) == null) {
        if (!told) {
          progress.accept("waiting for another gymbridge that installs the server");
          told = true;
        }
        Thread.sleep(RETRY_MILLIS);
      }
      return new InstallationLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new LocalServerException("interrupted while waiting for " + file, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThread) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
