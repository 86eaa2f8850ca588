package dev.gymbridge.run;

/** A run would not fit into memory; the message says what it needs, and which keys to change. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotEnoughMemoryException(String message) {
    super(message);
  }
}
