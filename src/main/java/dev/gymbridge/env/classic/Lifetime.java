package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import org.jspecify.annotations.Nullable;

/** Whether an environment is still open; closing the source of environments closes them all. */
final class Lifetime {
  private final @Nullable Lifetime source;
  private volatile boolean closed;

  Lifetime(@Nullable Lifetime source) {
    this.source = source;
  }

  void close() {
    closed = true;
  }

  private boolean isClosed() {
    return closed || (source != null && source.closed);
  }

  /**
   * Refuses to go on after the end.
   *
   * @throws EnvironmentException if this or its source is closed
   */
  void requireOpen(String what) {
    if (isClosed()) {
      throw new EnvironmentException("the %s is closed; make another".formatted(what));
    }
  }
}
