package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** The action lies outside the action space; the episode goes on. */
public final class InvalidActionException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public InvalidActionException(String message) {
    super(message);
  }

  public InvalidActionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
