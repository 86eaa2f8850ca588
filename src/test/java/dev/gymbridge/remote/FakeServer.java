package dev.gymbridge.remote;

import com.google.protobuf.ByteString;
import dev.gymbridge.proto.v1.Box;
import dev.gymbridge.proto.v1.CloseReply;
import dev.gymbridge.proto.v1.DType;
import dev.gymbridge.proto.v1.Discrete;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.EnvironmentSpec;
import dev.gymbridge.proto.v1.ErrorCode;
import dev.gymbridge.proto.v1.ErrorReply;
import dev.gymbridge.proto.v1.GetServerInfoRequest;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.ListEnvironmentsRequest;
import dev.gymbridge.proto.v1.ListEnvironmentsResponse;
import dev.gymbridge.proto.v1.ListedEnvironment;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.Space;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.Value;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A server in this process, with an environment of Discrete(2) actions that counts its steps: the
 * observation, float32[1], and the reward are the number of steps. What it does with a request can
 * be replaced.
 */
public final class FakeServer extends EnvironmentServiceGrpc.EnvironmentServiceImplBase
    implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  public final List<SessionRequest> requests = new CopyOnWriteArrayList<>();
  private final String name = "fake-" + COUNT.getAndIncrement();
  private final Server server;

  volatile GetServerInfoResponse info =
      GetServerInfoResponse.newBuilder()
          .setProtocolVersion(1)
          .setServerVersion("9.9")
          .setGymnasiumVersion("1.2.3")
          .addCapabilities("box2d")
          .setNumberedReplies(true)
          .build();
  volatile BiConsumer<SessionRequest, StreamObserver<SessionReply>> handler =
      (request, replies) -> replies.onNext(reply(request));
  private volatile int numEnvs;
  private final AtomicInteger steps = new AtomicInteger();

  public FakeServer() {
    try {
      server = InProcessServerBuilder.forName(name).addService(this).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** Connects to it. */
  public EnvironmentServer connect() {
    return connect(ConnectionOptions.DEFAULT);
  }

  /** Connects to it. */
  public EnvironmentServer connect(ConnectionOptions options) {
    return Connections.over(channel(), "fake:1", options);
  }

  /** Answers requests of one kind in another way. */
  public void on(
      SessionRequest.KindCase kind,
      BiConsumer<SessionRequest, StreamObserver<SessionReply>> other) {
    var before = handler;
    handler =
        (request, replies) ->
            (request.getKindCase() == kind ? other : before).accept(request, replies);
  }

  /** Answers requests of one kind with an error. */
  public void failOn(SessionRequest.KindCase kind, ErrorCode code, String message, String detail) {
    on(
        kind,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder()
                    .setError(
                        ErrorReply.newBuilder()
                            .setCode(code)
                            .setMessage(message)
                            .setDetail(detail)
                            .setSessionContinues(true))
                    .build()));
  }

  public long requestsOf(SessionRequest.KindCase kind) {
    return requests.stream().filter(request -> request.getKindCase() == kind).count();
  }

  @Override
  public void getServerInfo(
      GetServerInfoRequest request, StreamObserver<GetServerInfoResponse> responses) {
    responses.onNext(info);
    responses.onCompleted();
  }

  @Override
  public void listEnvironments(
      ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> responses) {
    responses.onNext(
        ListEnvironmentsResponse.newBuilder()
            .addEnvironments(
                ListedEnvironment.newBuilder()
                    .setSpec(EnvironmentSpec.newBuilder().setId("Count-v0"))
                    .setActionSpace(discrete()))
            .addEnvironments(
                ListedEnvironment.newBuilder()
                    .setSpec(EnvironmentSpec.newBuilder().setId("Lander-v3"))
                    .setProblem("Box2D is missing"))
            .build());
    responses.onCompleted();
  }

  @Override
  public StreamObserver<SessionRequest> session(StreamObserver<SessionReply> replies) {
    return new StreamObserver<>() {
      @Override
      public void onNext(SessionRequest request) {
        requests.add(request);
        handler.accept(request, numbering(request.getNumber(), replies));
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        replies.onCompleted();
      }
    };
  }

  /** Numbers replies as their request is, unless they have a number. */
  private static StreamObserver<SessionReply> numbering(
      long number, StreamObserver<SessionReply> replies) {
    return new StreamObserver<>() {
      @Override
      public void onNext(SessionReply reply) {
        replies.onNext(
            reply.getNumber() == 0 ? reply.toBuilder().setNumber(number).build() : reply);
      }

      @Override
      public void onError(Throwable error) {
        replies.onError(error);
      }

      @Override
      public void onCompleted() {
        replies.onCompleted();
      }
    };
  }

  public SessionReply reply(SessionRequest request) {
    SessionReply.Builder reply =
        SessionReply.newBuilder().setServerNanos(2000).setEnvironmentNanos(500);
    switch (request.getKindCase()) {
      case MAKE -> {
        numEnvs = request.getMake().getNumEnvs();
        reply.setMake(made());
      }
      case RESET -> {
        steps.set(0);
        reply.setReset(ResetReply.newBuilder().setObservation(observation()));
      }
      case STEP -> {
        steps.incrementAndGet();
        reply.setStep(stepped());
      }
      default -> reply.setClose(CloseReply.getDefaultInstance());
    }
    return reply.build();
  }

  private MakeReply made() {
    return MakeReply.newBuilder()
        .setSpec(
            EnvironmentSpec.newBuilder()
                .setId("Count-v0")
                .setMaxEpisodeSteps(100)
                .setRewardThreshold(90))
        .setObservationSpace(
            Space.newBuilder()
                .setBox(
                    Box.newBuilder()
                        .setDtype(DType.DTYPE_FLOAT32)
                        .addShape(1)
                        .setLow(floats(Float.NEGATIVE_INFINITY))
                        .setHigh(floats(Float.POSITIVE_INFINITY))))
        .setActionSpace(discrete())
        .setNumEnvs(numEnvs)
        .addRenderModes("rgb_array")
        .addRenderModes("depth_array")
        .setRenderFps(50)
        .build();
  }

  private static Space discrete() {
    return Space.newBuilder()
        .setDiscrete(Discrete.newBuilder().setN(2).setDtype(DType.DTYPE_INT64))
        .build();
  }

  public StepReply stepped() {
    int n = Math.max(1, numEnvs);
    ByteBuffer rewards = ByteBuffer.allocate(n * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      rewards.putDouble(steps.get() + i);
    }
    return StepReply.newBuilder()
        .setObservation(observation())
        .setRewards(ByteString.copyFrom(rewards.flip()))
        .setTerminated(ByteString.copyFrom(new byte[n]))
        .setTruncated(ByteString.copyFrom(new byte[n]))
        .build();
  }

  private Value observation() {
    float[] elements = new float[Math.max(1, numEnvs)];
    java.util.Arrays.fill(elements, steps.get());
    return Value.newBuilder().addLeaves(floats(elements)).build();
  }

  public static ByteString floats(float... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(elements.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float element : elements) {
      bytes.putFloat(element);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  public void die() {
    server.shutdownNow();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
