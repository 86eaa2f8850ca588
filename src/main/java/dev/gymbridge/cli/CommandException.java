package dev.gymbridge.cli;

/** A command cannot do what it was asked for: exit code 1. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, RuntimeException cause) {
    super(message, cause);
  }
}
