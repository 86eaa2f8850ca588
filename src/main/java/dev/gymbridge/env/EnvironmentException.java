package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong with an environment; the message says what, and how to mend it.
 *
 * <p>Each misuse that a program may want to tell apart has a subclass.
 */
public class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EnvironmentException(String message) {
    super(message);
  }

  public EnvironmentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
