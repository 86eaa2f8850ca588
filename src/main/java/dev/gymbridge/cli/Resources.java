package dev.gymbridge.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is closed together, the last first. */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Adds one; returns it. */
  <R extends AutoCloseable> R add(R resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a resource closes without checked exceptions", e);
      }
    }
  }
}
