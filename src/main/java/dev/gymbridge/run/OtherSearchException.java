package dev.gymbridge.run;

/** A search is to go on with the table of another; the message says what differs. */
public final class OtherSearchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OtherSearchException(String message) {
    super(message);
  }
}
