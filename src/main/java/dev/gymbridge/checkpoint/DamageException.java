package dev.gymbridge.checkpoint;

import java.io.IOException;

/** A set of files is not what its manifest says; the message says what is wrong with it. */
final class DamageException extends IOException {
  private static final long serialVersionUID = 1L;

  DamageException(String message) {
    super(message);
  }

  DamageException(String message, Throwable cause) {
    super(message, cause);
  }
}
