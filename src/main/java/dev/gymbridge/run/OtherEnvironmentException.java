package dev.gymbridge.run;

/** An agent meets another environment than it was trained on; the message says what differs. */
public final class OtherEnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OtherEnvironmentException(String message) {
    super(message);
  }
}
