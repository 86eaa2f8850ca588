package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** Step or render came before reset, or after the end of the episode. */
public final class ResetNeededException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public ResetNeededException(String message) {
    super(message);
  }

  public ResetNeededException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
