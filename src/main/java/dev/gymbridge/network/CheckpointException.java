package dev.gymbridge.network;

import org.jspecify.annotations.Nullable;

/** A checkpoint cannot be read: something is missing, cut short, or of another network. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
