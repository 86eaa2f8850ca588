package dev.gymbridge.dqn;

/**
 * A number that must be finite is NaN or infinite; the message says which, where, and what to do.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NonFiniteException(String message) {
    super(message);
  }
}
