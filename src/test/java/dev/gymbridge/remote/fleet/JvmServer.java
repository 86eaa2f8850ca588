package dev.gymbridge.remote.fleet;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.CloseReply;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.EnvironmentSpec;
import dev.gymbridge.proto.v1.ErrorCode;
import dev.gymbridge.proto.v1.ErrorReply;
import dev.gymbridge.proto.v1.GetServerInfoRequest;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.Rendering;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.proto.v1.SessionRequest.KindCase;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.remote.wire.DataCodec;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.ValueCodec;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A server of the bridge in Java, over any environment, which dies or hangs when told to. */
final class JvmServer extends EnvironmentServiceGrpc.EnvironmentServiceImplBase
    implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** What a request meets instead of an answer. */
  enum Fate {
    DIE,
    HANG,
    END_THE_STREAM,
    CRASH,
    CRASH_ALWAYS
  }

  final List<MakeRequest> made = new CopyOnWriteArrayList<>();
  final List<ResetRequest> resets = new CopyOnWriteArrayList<>();
  final AtomicInteger steps = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  volatile String gymnasiumVersion = "1.4.0";
  private volatile KindCase fatalKind = KindCase.KIND_NOT_SET;
  private volatile Fate fate = Fate.DIE;
  private volatile boolean frozen;

  private final Supplier<Environment> environment;
  private final String name;
  private final Server server;

  private JvmServer(Supplier<Environment> environment, String name, ServerBuilder<?> builder) {
    this.environment = environment;
    this.name = name;
    try {
      server = builder.addService(this).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that is reached within this JVM. */
  static JvmServer inProcess(Supplier<Environment> environment) {
    String name = "jvm-" + COUNT.getAndIncrement();
    return new JvmServer(environment, name, InProcessServerBuilder.forName(name));
  }

  /** A server that listens at an address; port 0 for any. */
  static JvmServer at(InetSocketAddress address, Supplier<Environment> environment) {
    return new JvmServer(environment, "", NettyServerBuilder.forAddress(address));
  }

  /** A server that listens as the builder says. */
  static JvmServer on(ServerBuilder<?> builder, Supplier<Environment> environment) {
    return new JvmServer(environment, "", builder);
  }

  ManagedChannel channel() {
    return InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  int port() {
    return server.getPort();
  }

  /** The next request of this kind is the last. */
  void meets(KindCase kind, Fate newFate) {
    fate = newFate;
    fatalKind = kind;
  }

  /** Dies at once, as a killed process does. */
  void die() {
    server.shutdownNow();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public void getServerInfo(
      GetServerInfoRequest request, StreamObserver<GetServerInfoResponse> responses) {
    if (frozen) {
      return;
    }
    responses.onNext(
        GetServerInfoResponse.newBuilder()
            .setProtocolVersion(1)
            .setGymnasiumVersion(gymnasiumVersion)
            .build());
    responses.onCompleted();
  }

  @Override
  public StreamObserver<SessionRequest> session(StreamObserver<SessionReply> replies) {
    open.incrementAndGet();
    return new StreamObserver<>() {
      private final Session session = new Session();

      @Override
      public void onNext(SessionRequest request) {
        if (frozen) {
          return;
        }
        if (request.getKindCase() == fatalKind) {
          fatalKind = fate == Fate.CRASH_ALWAYS ? fatalKind : KindCase.KIND_NOT_SET;
          switch (fate) {
            case DIE -> die();
            case HANG -> frozen = true;
            case END_THE_STREAM -> replies.onCompleted();
            case CRASH, CRASH_ALWAYS -> replies.onNext(crash());
          }
          return;
        }
        try {
          replies.onNext(session.answer(request));
        } catch (EnvironmentException e) {
          replies.onNext(
              SessionReply.newBuilder()
                  .setError(
                      ErrorReply.newBuilder()
                          .setCode(ErrorCode.ERROR_CODE_ENVIRONMENT_RAISED)
                          .setMessage(String.valueOf(e.getMessage()))
                          .setSessionContinues(true))
                  .build());
        }
      }

      @Override
      public void onError(Throwable error) {
        open.decrementAndGet();
      }

      @Override
      public void onCompleted() {
        open.decrementAndGet();
        replies.onCompleted();
      }
    };
  }

  /** What an isolated session says whose process died; it would go on, with another one. */
  private static SessionReply crash() {
    return SessionReply.newBuilder()
        .setError(
            ErrorReply.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_ENVIRONMENT_DIED)
                .setMessage("the process of SeedEcho-v0 died of signal 11; call reset()")
                .setSessionContinues(true))
        .build();
  }

  /** One session: one vector. */
  private final class Session {
    private VectorEnvironment vector;
    private ValueCodec observations;
    private ValueCodec actions;
    private boolean wantInfo;

    SessionReply answer(SessionRequest request) {
      SessionReply.Builder reply = SessionReply.newBuilder();
      switch (request.getKindCase()) {
        case MAKE -> reply.setMake(make(request.getMake()));
        case RESET -> reply.setReset(reset(request.getReset()));
        case STEP -> {
          steps.incrementAndGet();
          wantInfo = request.getStep().getWantInfo();
          reply.setStep(
              step(
                  vector.step(
                      actions.decodeBatch(request.getStep().getAction(), vector.numEnvs()))));
        }
        case RENDER ->
            reply.setRender(
                RenderReply.newBuilder()
                    .addAllRenderings(
                        vector.render().stream()
                            .map(r -> Rendering.newBuilder().addAllTexts(r.texts()).build())
                            .toList()));
        default -> reply.setClose(CloseReply.getDefaultInstance());
      }
      return reply.build();
    }

    private MakeReply make(MakeRequest request) {
      made.add(request);
      vector =
          SyncVectorEnvironment.of(
              environment,
              Math.max(1, request.getNumEnvs()),
              switch (request.getAutoresetMode()) {
                case AUTORESET_MODE_SAME_STEP -> AutoresetMode.SAME_STEP;
                case AUTORESET_MODE_DISABLED -> AutoresetMode.DISABLED;
                default -> AutoresetMode.NEXT_STEP;
              });
      observations = ValueCodec.of(vector.singleObservationSpace());
      actions = ValueCodec.of(vector.singleActionSpace());
      return MakeReply.newBuilder()
          .setSpec(EnvironmentSpec.newBuilder().setId(request.getId()))
          .setObservationSpace(SpaceCodec.encode(vector.singleObservationSpace()))
          .setActionSpace(SpaceCodec.encode(vector.singleActionSpace()))
          .setNumEnvs(request.getNumEnvs())
          .build();
    }

    private ResetReply reset(ResetRequest request) {
      resets.add(request);
      List<OptionalLong> seeds = new ArrayList<>();
      if (request.hasSeed()) {
        seeds.add(OptionalLong.of(request.getSeed()));
      }
      request.getSeeds().getSeedsList().stream()
          .map(s -> s.hasSeed() ? OptionalLong.of(s.getSeed()) : OptionalLong.empty())
          .forEach(seeds::add);
      List<Boolean> mask = new ArrayList<>();
      request.getMask().forEach(each -> mask.add(each != 0));
      VectorResetResult result = vector.reset(new VectorResetOptions(seeds, null, mask));
      ResetReply.Builder reply =
          ResetReply.newBuilder().setObservation(encoded(result.observation(), vector.numEnvs()));
      if (request.getWantInfo()) {
        reply.setInfo(DataCodec.encodeMap(result.info()));
      }
      return reply.build();
    }

    private StepReply step(VectorStepResult result) {
      int n = vector.numEnvs();
      ByteBuffer rewards = ByteBuffer.allocate(n * 8).order(ByteOrder.LITTLE_ENDIAN);
      byte[] terminated = new byte[n];
      byte[] truncated = new byte[n];
      int ended = 0;
      for (int i = 0; i < n; i++) {
        rewards.putDouble(result.rewards()[i]);
        terminated[i] = (byte) (result.terminated()[i] ? 1 : 0);
        truncated[i] = (byte) (result.truncated()[i] ? 1 : 0);
        ended += result.ended(i) ? 1 : 0;
      }
      StepReply.Builder reply =
          StepReply.newBuilder()
              .setObservation(encoded(result.observation(), n))
              .setRewards(ByteString.copyFrom(rewards.flip()))
              .setTerminated(ByteString.copyFrom(terminated))
              .setTruncated(ByteString.copyFrom(truncated));
      if (result.finalObservation() != null) {
        reply.setFinalObservation(encoded(result.finalObservation(), ended));
      }
      if (wantInfo) {
        reply.setInfo(DataCodec.encodeMap(result.info()));
        if (!result.finalInfo().isEmpty()) {
          reply.setFinalInfo(DataCodec.encodeMap(result.finalInfo()));
        }
      }
      return reply.build();
    }

    private dev.gymbridge.proto.v1.Value encoded(Value batch, int n) {
      return observations.encodeBatch(batch, n);
    }
  }
}
