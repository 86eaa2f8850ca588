package dev.gymbridge.env.grpc;

import dev.gymbridge.env.ServerUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one of the servers of a connection answered when it was asked last. */
public final class ServerStatus {
  private final RemoteServer server;
  private final @Nullable ServerInfo info;
  private final String problem;
  private final @Nullable ServerUnavailableException failure;

  private ServerStatus(
      RemoteServer server,
      @Nullable ServerInfo info,
      String problem,
      @Nullable ServerUnavailableException failure) {
    this.server = server;
    this.info = info;
    this.problem = problem;
    this.failure = failure;
  }

  static ServerStatus up(RemoteServer server, ServerInfo info) {
    return new ServerStatus(server, info, "", null);
  }

  static ServerStatus down(
      RemoteServer server, String problem, ServerUnavailableException failure) {
    return new ServerStatus(server, null, problem, failure);
  }

  /** The address, as the user wrote it, or as the name resolved to it. */
  public String address() {
    return server.address();
  }

  /** What it is; empty if it did not answer. */
  public Optional<ServerInfo> info() {
    return Optional.ofNullable(info);
  }

  /** Why it cannot be used, such as {@code Connection refused}; empty if it can. */
  public String problem() {
    return problem;
  }

  RemoteServer server() {
    return server;
  }

  /** What to throw if no server can be used; null if this one can. */
  @Nullable ServerUnavailableException failure() {
    return failure;
  }

  @Override
  public String toString() {
    return problem.isEmpty() ? address() : address() + ": " + problem;
  }
}
