package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/** A configuration cannot be used; the message says which key, what it is, and what is allowed. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
