package dev.gymbridge.env.grpc;

import dev.gymbridge.env.EnvironmentException;
import org.jspecify.annotations.Nullable;

/** A message of the other side breaks the protocol; the message says where and how. */
final class MalformedMessageException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    this(message, null);
  }

  MalformedMessageException(String message, @Nullable Throwable cause) {
    super("malformed message: " + message, cause);
  }
}
