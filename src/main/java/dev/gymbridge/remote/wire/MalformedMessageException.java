package dev.gymbridge.remote.wire;

import dev.gymbridge.env.EnvironmentException;
import org.jspecify.annotations.Nullable;

/** A message of the other side breaks the protocol; the message says where and how. */
public final class MalformedMessageException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    this(message, null);
  }

  public MalformedMessageException(String message, @Nullable Throwable cause) {
    super("malformed message: " + message, cause);
  }
}
