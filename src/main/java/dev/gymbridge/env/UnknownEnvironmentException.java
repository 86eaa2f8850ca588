package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** No environment has that id. */
public final class UnknownEnvironmentException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public UnknownEnvironmentException(String message) {
    super(message);
  }

  public UnknownEnvironmentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
