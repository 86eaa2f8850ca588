package dev.gymbridge.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A run directory belongs to one process at a time: the one that holds the lock on its {@code
 * .lock}, in which its number stands. The lock goes with the process, however that ends; the file
 * stays, since to delete it would let two have it.
 */
final class RunLock implements AutoCloseable {
  /** Far behind the number, which others read. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a run directory.
   *
   * @throws RunDirectoryException if another process has it, or it cannot be written
   */
  static RunLock take(RunDirectory run) {
    Path file = run.lock();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        throw new RunDirectoryException(
            "%s belongs to %s, which trains it; wait for its end, or stop it"
                .formatted(run, holder(file)));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new RunLock(channel);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(file, e);
    }
  }

  private static boolean locks(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock(PLACE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // a file system without locks: nobody can be kept out
    }
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  /** Lets the directory go; a second call does nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock cannot be let go: " + e.getMessage(), e);
    }
  }

  /** Lets a lock go, where there is one. */
  static void closeIfHeld(@Nullable RunLock lock) {
    if (lock != null) {
      lock.close();
    }
  }
}
