package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.session.RemoteVectorEnvironment;
import dev.gymbridge.remote.session.SessionServer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The environments of a vector that one session of one server steps: a range of them. */
final class Share {
  private final SessionServer server;
  private final RemoteVectorEnvironment environments;
  private final int from;
  private @Nullable Value observation;
  private @Nullable EnvironmentException loss;

  /**
   * A share.
   *
   * @param from the number, within the whole vector, of its first environment
   */
  Share(SessionServer server, RemoteVectorEnvironment environments, int from) {
    this.server = server;
    this.environments = environments;
    this.from = from;
  }

  SessionServer server() {
    return server;
  }

  RemoteVectorEnvironment environments() {
    return environments;
  }

  int from() {
    return from;
  }

  int size() {
    return environments.numEnvs();
  }

  int to() {
    return from + size();
  }

  /** Why it is lost; null while it lives. */
  @Nullable EnvironmentException loss() {
    return loss;
  }

  /** The observations received last, [size, ...]. */
  Value observation() {
    Value last = observation;
    if (last == null) {
      throw new IllegalStateException("nothing was observed yet");
    }
    return last;
  }

  /** Does something with the server, unless the share is lost; notes if it is lost meanwhile. */
  void send(Runnable request) {
    if (loss == null) {
      trying(
          () -> {
            request.run();
            return true;
          });
    }
  }

  /** Waits for the reply to {@code environments().sendReset}; null if the share is lost. */
  @Nullable VectorResetResult receiveReset() {
    VectorResetResult result = loss == null ? trying(environments::receiveReset) : null;
    observation = result == null ? observation : result.observation();
    return result;
  }

  /** Waits for the reply to a step; null if the share is lost. */
  @Nullable VectorStepResult receiveStep() {
    VectorStepResult result = loss == null ? trying(environments::receive) : null;
    observation = result == null ? observation : result.observation();
    return result;
  }

  /** The result of an exchange; null if the share is lost in it. */
  <T> @Nullable T trying(Supplier<T> exchange) {
    try {
      return exchange.get();
    } catch (EnvironmentException e) {
      if (!environments.isLost()) {
        throw e;
      }
      loss = e;
      if (e instanceof ServerUnavailableException) {
        server.suspect();
      }
      environments.close();
      return null;
    }
  }
}
