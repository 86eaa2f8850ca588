package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** The environment's own code raised; the message ends with where. */
public final class EnvironmentRaisedException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public EnvironmentRaisedException(String message) {
    super(message);
  }

  public EnvironmentRaisedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
