package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.GetServerInfoRequest;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.ListEnvironmentsRequest;
import dev.gymbridge.remote.session.Carrier;
import dev.gymbridge.remote.session.ListedEnvironment;
import dev.gymbridge.remote.session.RemoteSession;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionTransport;
import dev.gymbridge.remote.session.TimeLimits;
import dev.gymbridge.remote.wire.Protocol;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One server, over a channel of its own, which it closes; thread-safe. */
final class RemoteServer implements SessionServer, AutoCloseable {
  /** How long a server elsewhere that failed before may take to say that it is back. */
  private static final Duration SECOND_CHANCE = Duration.ofSeconds(2);

  private final ManagedChannel channel;
  private final CallFailures failures;
  private final TimeLimits limits;
  private final LaneOpener lanes;
  private final boolean thisMachine;
  private volatile boolean suspected;
  private volatile boolean numbersReplies;
  private volatile TimeLimits sessionLimits;

  /**
   * A server.
   *
   * @param thisMachine whether it is on this machine
   */
  RemoteServer(
      ManagedChannel channel, CallFailures failures, SessionOptions options, boolean thisMachine) {
    this.channel = channel;
    this.failures = failures;
    this.limits = options.timeLimits();
    this.sessionLimits = limits;
    this.thisMachine = thisMachine;
    this.lanes = new LaneOpener(channel, failures, options, thisMachine);
  }

  @Override
  public String address() {
    return failures.address();
  }

  @Override
  public void suspect() {
    suspected = true;
  }

  @Override
  public RemoteSession openSession() {
    SessionTransport lane = lanes.open();
    SessionTransport carrier = lane != null ? lane : new GrpcSessionTransport(channel, failures);
    return new RemoteSession(carrier, numbersReplies, sessionLimits);
  }

  @Override
  public Carrier carrier() {
    return lanes.carrier();
  }

  @Override
  public CompletableFuture<ServerAnswer> ask() {
    if (suspected || channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // It would repeat what it heard last, and connect again only after a while; or hold on to a
      // connection into which all that is sent vanishes.
      channel.enterIdle();
    }
    Duration limit = limits.connect();
    if (suspected && !thisMachine && SECOND_CHANCE.compareTo(limit) < 0) {
      limit = SECOND_CHANCE;
    }
    CompletableFuture<ServerAnswer> answer = new CompletableFuture<>();
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

  private ServerAnswer answered(GetServerInfoResponse response) {
    if (response.getProtocolVersion() == Protocol.VERSION) {
      suspected = false;
      lanes.heard(response);
      numbersReplies = response.getNumberedReplies();
      ServerInfo info = ServerInfo.decode(response);
      sessionLimits = limits.givingWayTo(info.limits());
      return ServerAnswer.up(this, info);
    }
    suspected = true;
    String message =
        "%s (version %s) speaks protocol %d, this client speaks %d; use the same version of gymbridge on both sides"
            .formatted(
                failures.server(),
                response.getServerVersion().isEmpty() ? "unknown" : response.getServerVersion(),
                response.getProtocolVersion(),
                Protocol.VERSION);
    return ServerAnswer.down(
        this,
        "it speaks protocol " + response.getProtocolVersion(),
        new ServerUnavailableException(message));
  }

  private ServerAnswer failed(Status status) {
    suspected = true;
    return ServerAnswer.down(this, CallFailures.shortly(status), failures.translateFirst(status));
  }

  @Override
  public List<ListedEnvironment> list(String filter, boolean withSpaces, Duration limit) {
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

  /** Its name leads there no longer: sessions that are open go on, and no new ones begin. */
  void leave() {
    channel.shutdown();
  }

  /** Whether the last session over it has ended, after it was left or closed. */
  boolean isOver() {
    return channel.isTerminated();
  }

  /** Ends every session at once. */
  @Override
  public void close() {
    lanes.close();
    channel.shutdownNow();
  }

  /** Waits, after {@link #close}, until the connection is gone. */
  void awaitEnd(Duration limit) throws InterruptedException {
    var unused = channel.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
