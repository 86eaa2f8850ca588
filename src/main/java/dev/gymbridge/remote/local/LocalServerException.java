package dev.gymbridge.remote.local;

import dev.gymbridge.env.EnvironmentException;
import org.jspecify.annotations.Nullable;

/**
 * The local server cannot be installed or started; the message says which part is missing or broken
 * and what to type.
 */
public final class LocalServerException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public LocalServerException(String message) {
    super(message);
  }

  public LocalServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
