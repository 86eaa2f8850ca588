package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.EnvironmentException;
import org.jspecify.annotations.Nullable;

/**
 * A connection would not be secure as asked for, or a file of certificates, a key or a token will
 * not do; the message says which, and how to mend it.
 */
public final class ChannelSecurityException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  public ChannelSecurityException(String message) {
    super(message);
  }

  public ChannelSecurityException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
