package dev.gymbridge.dqn;

/** DQN cannot learn this environment; the message says which space is in the way. */
public final class UnsupportedEnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedEnvironmentException(String message) {
    super(message);
  }
}
