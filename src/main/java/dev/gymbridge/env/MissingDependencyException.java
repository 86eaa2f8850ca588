package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** The environment needs a package that is not installed where it runs. */
public final class MissingDependencyException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public MissingDependencyException(String message) {
    super(message);
  }

  public MissingDependencyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
