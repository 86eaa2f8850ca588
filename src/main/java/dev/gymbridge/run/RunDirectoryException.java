package dev.gymbridge.run;

import dev.gymbridge.checkpoint.DiskFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run directory, or a file in it, cannot be made, written or read; the message says why. */
public final class RunDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunDirectoryException(String message) {
    super(message);
  }

  public RunDirectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static RunDirectoryException cannotWrite(Path path, IOException cause) {
    return new RunDirectoryException(
        "cannot write " + path + ": " + DiskFailure.reason(cause), cause);
  }

  public static RunDirectoryException cannotRead(Path path, IOException cause) {
    return new RunDirectoryException(
        "cannot read " + path + ": " + DiskFailure.reason(cause), cause);
  }
}
