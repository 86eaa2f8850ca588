package dev.gymbridge.env.grpc;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.GetServerInfoRequest;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.ListEnvironmentsRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One server, over a channel whose every call goes to it; thread-safe. */
final class RemoteServer {
  /** How long a server that failed before may take to say that it is back. */
  private static final Duration SECOND_CHANCE = Duration.ofSeconds(2);

  private final Channel channel;
  private final CallFailures failures;
  private final TimeLimits limits;
  private volatile boolean suspected;

  RemoteServer(Channel channel, CallFailures failures, TimeLimits limits) {
    this.channel = channel;
    this.failures = failures;
    this.limits = limits;
  }

  /** The address, as the user wrote it, or as the name resolved to it. */
  String address() {
    return failures.address();
  }

  /** Notes that it failed a session: it is not waited for as long the next time. */
  void suspect() {
    suspected = true;
  }

  RemoteSession openSession() {
    return new RemoteSession(new GrpcSessionTransport(channel, failures), limits);
  }

  /** Asks the server what it is; the answer never fails, and comes within the time to connect. */
  CompletableFuture<ServerStatus> ask() {
    Duration limit = limits.connect();
    if (suspected && SECOND_CHANCE.compareTo(limit) < 0) {
      limit = SECOND_CHANCE;
    }
    CompletableFuture<ServerStatus> answer = new CompletableFuture<>();
    EnvironmentServiceGrpc.newStub(channel)
        .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
        .getServerInfo(
            GetServerInfoRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(GetServerInfoResponse response) {
                answer.complete(answered(response));
              }

              @Override
              public void onError(Throwable error) {
                answer.complete(failed(Status.fromThrowable(error)));
              }

              @Override
              public void onCompleted() {
                answer.complete(failed(Status.INTERNAL.withDescription("it said nothing")));
              }
            });
    return answer;
  }

  private ServerStatus answered(GetServerInfoResponse response) {
    if (response.getProtocolVersion() == EnvironmentServer.PROTOCOL_VERSION) {
      suspected = false;
      return ServerStatus.up(this, ServerInfo.decode(response));
    }
    suspected = true;
    String message =
        "%s (version %s) speaks protocol %d, this client speaks %d; use the same version of gymbridge on both sides"
            .formatted(
                failures.server(),
                response.getServerVersion().isEmpty() ? "unknown" : response.getServerVersion(),
                response.getProtocolVersion(),
                EnvironmentServer.PROTOCOL_VERSION);
    return ServerStatus.down(
        this,
        "it speaks protocol " + response.getProtocolVersion(),
        new ServerUnavailableException(message));
  }

  private ServerStatus failed(Status status) {
    suspected = true;
    return ServerStatus.down(this, CallFailures.shortly(status), failures.translateFirst(status));
  }

  List<ListedEnvironment> list(String filter, boolean withSpaces, Duration limit) {
    try {
      return EnvironmentServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
          .listEnvironments(
              ListEnvironmentsRequest.newBuilder()
                  .setFilter(filter)
                  .setWithSpaces(withSpaces)
                  .build())
          .getEnvironmentsList()
          .stream()
          .map(ListedEnvironment::decode)
          .toList();
    } catch (StatusRuntimeException e) {
      throw failures.translate(e.getStatus());
    }
  }
}
