package dev.gymbridge.remote.session;

import java.util.Optional;

/**
 * What one of the servers of a connection answered when it was asked last.
 *
 * @param address as the user wrote it, or as the name resolved to it
 * @param info what it is; empty if it did not answer
 * @param problem why it cannot be used, such as {@code Connection refused}; empty if it can
 */
public record ServerStatus(String address, Optional<ServerInfo> info, String problem) {
  @Override
  public String toString() {
    return problem.isEmpty() ? address : address + ": " + problem;
  }
}
