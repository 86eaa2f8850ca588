package dev.gymbridge.env;

import org.jspecify.annotations.Nullable;

/** Nothing answers at the server's address, or it stopped answering. */
public final class ServerUnavailableException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public ServerUnavailableException(String message) {
    super(message);
  }

  public ServerUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
