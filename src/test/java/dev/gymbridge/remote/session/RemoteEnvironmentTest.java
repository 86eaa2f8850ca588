package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentRaisedException;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.MissingDependencyException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.ErrorCode;
import dev.gymbridge.proto.v1.Frame;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.Rendering;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest.KindCase;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.FakeServer;
import dev.gymbridge.remote.wire.MalformedMessageException;
import io.grpc.Status;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RemoteEnvironmentTest {
  private final FakeServer fake = new FakeServer();
  private final EnvironmentServer server = fake.connect();

  @AfterEach
  void stop() {
    server.close();
    fake.close();
  }

  private Environment make() {
    return server.make(EnvironmentOptions.of("Count-v0"));
  }

  private static float first(dev.gymbridge.env.space.Value value) {
    return ((NdArray) value).getFloat(0);
  }

  @Test
  void stepsAsTheServerReplies() {
    try (Environment environment = make()) {
      assertThat(first(environment.reset(7).observation())).isZero();
      environment.step(1);
      StepResult second = environment.step(0);

      assertThat(first(second.observation())).isEqualTo(2f);
      assertThat(second.reward()).isEqualTo(2.0);
      assertThat(second.ended()).isFalse();
      assertThat(second.info()).isEmpty();
    }
  }

  @Test
  void knowsTheSpecAndLeavesOutRenderModesThatNobodyCanDraw() {
    try (Environment environment = make()) {
      assertThat(environment.spec().id()).isEqualTo("Count-v0");
      assertThat(environment.spec().maxEpisodeSteps()).isEqualTo(OptionalInt.of(100));
      assertThat(environment.spec().rewardThreshold()).isEqualTo(OptionalDouble.of(90));
      assertThat(environment.spec().renderModes()).containsExactly(RenderMode.RGB_ARRAY);
      assertThat(environment.spec().renderFps()).isEqualTo(OptionalDouble.of(50));
    }
  }

  @Test
  void tellsNoSeedFromSeedZero() {
    try (Environment environment = make()) {
      environment.reset();
      environment.reset(0);
    }
    assertThat(fake.requests.get(1).getReset().hasSeed()).isFalse();
    assertThat(fake.requests.get(2).getReset().hasSeed()).isTrue();
    assertThat(fake.requests.get(1).getReset().hasOptions()).isFalse();
  }

  @Test
  void passesOnTheTimeLimitOnlyWhenGiven() {
    make().close();
    server.make(EnvironmentOptions.of("Count-v0").withMaxEpisodeSteps(0)).close();

    assertThat(fake.requests.get(0).getMake().hasMaxEpisodeSteps()).isFalse();
    assertThat(fake.requests.get(2).getMake().hasMaxEpisodeSteps()).isTrue();
    assertThat(fake.requests.get(0).getMake().hasNumEnvs()).isFalse();
  }

  @Test
  void refusesADiscreteActionOutsideTheSpaceWithoutSendingIt() {
    try (Environment environment = make()) {
      environment.reset(1);
      assertThatThrownBy(() -> environment.step(2))
          .isInstanceOf(InvalidActionException.class)
          .hasMessage("action must be in [0, 2), got 2");
      assertThatThrownBy(() -> environment.step(-1)).isInstanceOf(InvalidActionException.class);
      assertThatThrownBy(() -> environment.step(NdArray.of(new float[] {0}, 1)))
          .isInstanceOf(InvalidActionException.class);

      assertThat(fake.requestsOf(KindCase.STEP)).isZero();
      assertThat(environment.step(1).reward()).isEqualTo(1.0);
    }
  }

  @Test
  void givesEachErrorItsException() {
    try (Environment environment = make()) {
      fake.failOn(KindCase.STEP, ErrorCode.ERROR_CODE_OUT_OF_ORDER, "call reset() first", "");
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(ResetNeededException.class)
          .hasMessage("call reset() first");

      fake.failOn(KindCase.STEP, ErrorCode.ERROR_CODE_ENVIRONMENT_RAISED, "it raised", "line 3");
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(EnvironmentRaisedException.class)
          .hasMessage("it raised")
          .hasStackTraceContaining("line 3");

      fake.failOn(KindCase.RESET, ErrorCode.ERROR_CODE_INVALID_ARGUMENT, "no option x", "");
      assertThatThrownBy(environment::reset).isExactlyInstanceOf(EnvironmentException.class);
    }
  }

  @Test
  void closesTheSessionOfAnEnvironmentThatCannotBeMade() {
    fake.failOn(KindCase.MAKE, ErrorCode.ERROR_CODE_UNKNOWN_ENVIRONMENT, "did you mean X?", "");
    assertThatThrownBy(this::make)
        .isInstanceOf(UnknownEnvironmentException.class)
        .hasMessage("did you mean X?");

    fake.failOn(KindCase.MAKE, ErrorCode.ERROR_CODE_MISSING_DEPENDENCY, "install box2d", "");
    assertThatThrownBy(this::make).isInstanceOf(MissingDependencyException.class);

    assertThat(fake.requestsOf(KindCase.CLOSE)).isEqualTo(2);
  }

  @Test
  void decodesAPicture() {
    fake.on(
        KindCase.RENDER,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder()
                    .setRender(
                        RenderReply.newBuilder()
                            .addRenderings(
                                Rendering.newBuilder()
                                    .addFrames(
                                        Frame.newBuilder()
                                            .setHeight(1)
                                            .setWidth(2)
                                            .setChannels(3)
                                            .setEncoding(FrameEncoding.FRAME_ENCODING_RAW)
                                            .setData(
                                                ByteString.copyFrom(
                                                    new byte[] {1, 2, 3, 4, 5, 6})))))
                    .build()));
    try (Environment environment = make()) {
      assertThat(environment.render().frames().get(0).rgb()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void saysSoWhenAReplyIsOfAnotherKind() {
    fake.on(
        KindCase.STEP,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder().setReset(ResetReply.getDefaultInstance()).build()));
    try (Environment environment = make()) {
      environment.reset();
      assertThatThrownBy(() -> environment.step(0))
          .hasMessageContaining("replied to STEP with RESET");
    }
  }

  @Test
  void saysSoWhenAReplyIsCutShort() {
    fake.on(
        KindCase.STEP,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder()
                    .setStep(fake.stepped().toBuilder().setRewards(ByteString.EMPTY))
                    .build()));
    try (Environment environment = make()) {
      environment.reset();
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("rewards must be 8 bytes, got 0");
    }
  }

  @Test
  void givesUpAServerThatDoesNotReply() {
    fake.on(KindCase.STEP, (request, replies) -> {});
    ConnectionOptions impatient =
        ConnectionOptions.DEFAULT.withTimeLimits(
            TimeLimits.DEFAULT.withStep(Duration.ofMillis(50)));
    try (EnvironmentServer hanging = fake.connect(impatient);
        Environment environment = hanging.make(EnvironmentOptions.of("Count-v0"))) {
      environment.reset();
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("no reply within 0.05 s");
      assertThatThrownBy(() -> environment.step(0)).isInstanceOf(EnvironmentException.class);
    }
  }

  @Test
  void releasesWhoeverWaitsWhenTheServerDies() throws Exception {
    CountDownLatch stepArrived = new CountDownLatch(1);
    fake.on(KindCase.STEP, (request, replies) -> stepArrived.countDown());
    Environment environment = make();
    environment.reset();
    CompletableFuture<StepResult> step = CompletableFuture.supplyAsync(() -> environment.step(0));
    assertThat(stepArrived.await(10, TimeUnit.SECONDS)).isTrue();

    fake.die();

    assertThatThrownBy(() -> step.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ServerUnavailableException.class);
    assertThatThrownBy(environment::reset).isInstanceOf(ServerUnavailableException.class);
    environment.close();
  }

  @Test
  void aCloseFromAnotherThreadReleasesWhoeverWaits() throws Exception {
    CountDownLatch stepArrived = new CountDownLatch(1);
    fake.on(KindCase.STEP, (request, replies) -> stepArrived.countDown());
    Environment environment = make();
    environment.reset();
    CompletableFuture<StepResult> step = CompletableFuture.supplyAsync(() -> environment.step(0));
    assertThat(stepArrived.await(10, TimeUnit.SECONDS)).isTrue();

    environment.close();

    assertThatThrownBy(() -> step.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(EnvironmentException.class)
        .hasMessageContaining("the session was closed");
    assertThatThrownBy(environment::reset)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("after close");
  }

  @Test
  void namesTheReasonWhenTheServerRefusesASession() {
    fake.on(
        KindCase.MAKE,
        (request, replies) ->
            replies.onError(
                Status.RESOURCE_EXHAUSTED
                    .withDescription("8 sessions are open, 8 are allowed")
                    .asRuntimeException()));
    assertThatThrownBy(this::make)
        .isExactlyInstanceOf(EnvironmentException.class)
        .hasMessageContaining("8 sessions are open, 8 are allowed");
  }

  @Test
  void saysSoWhenTheServerEndsTheStream() {
    fake.on(KindCase.STEP, (request, replies) -> replies.onCompleted());
    try (Environment environment = make()) {
      environment.reset();
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("ended the session");
    }
  }

  @Test
  void refusesTheReplyToAnotherRequest() {
    fake.on(
        KindCase.STEP,
        (request, replies) ->
            replies.onNext(
                fake.reply(request).toBuilder().setNumber(request.getNumber() - 1).build()));
    try (Environment environment = make()) {
      environment.reset();
      assertThatThrownBy(() -> environment.step(0))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("the server at fake:1 sent reply 2 where reply 3 was awaited");
      assertThatThrownBy(environment::reset).isInstanceOf(EnvironmentException.class);
    }
  }

  @RepeatedTest(20)
  void refusesUnaskedReplies() {
    fake.on(
        KindCase.RESET,
        (request, replies) -> {
          replies.onNext(fake.reply(request));
          replies.onNext(fake.reply(request));
          replies.onNext(fake.reply(request));
        });
    try (Environment environment = make()) {
      assertThatThrownBy(
              () -> {
                environment.reset();
                environment.reset();
                environment.reset();
              })
          .isInstanceOf(EnvironmentException.class);
    }
  }

  @Test
  void endsTheSessionWhenInterrupted() throws Exception {
    CountDownLatch stepArrived = new CountDownLatch(1);
    fake.on(KindCase.STEP, (request, replies) -> stepArrived.countDown());
    Environment environment = make();
    environment.reset();
    CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
    Thread stepping =
        new Thread(
            () -> {
              try {
                environment.step(0);
                flagKept.completeExceptionally(new AssertionError("no exception"));
              } catch (EnvironmentException e) {
                flagKept.complete(Thread.currentThread().isInterrupted());
              }
            });
    stepping.start();
    assertThat(stepArrived.await(10, TimeUnit.SECONDS)).isTrue();

    stepping.interrupt();

    assertThat(flagKept.get(10, TimeUnit.SECONDS)).isTrue();
    environment.close();
  }

  @Test
  void closesOnceAndRefusesWorkAfterwards() {
    Environment environment = make();
    environment.close();
    environment.close();

    assertThat(fake.requestsOf(KindCase.CLOSE)).isEqualTo(1);
    assertThatThrownBy(environment::reset)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("after close");
  }

  @Test
  void endsWithItsConnection() {
    Environment environment = make();
    server.close();
    assertThatThrownBy(environment::reset)
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("closed on this side");
    environment.close();
  }

  @Test
  void countsWhereTheTimeOfItsStepsWent() {
    try (Environment environment = make()) {
      environment.reset();
      BridgeTiming before = BridgeTiming.of(environment).orElseThrow();
      environment.step(0);
      environment.step(0);
      BridgeTiming steps = BridgeTiming.of(environment).orElseThrow().since(before);

      assertThat(steps.steps()).isEqualTo(2);
      assertThat(steps.serverNanos()).isEqualTo(4000);
      assertThat(steps.environmentNanos()).isEqualTo(1000);
      assertThat(steps.totalNanos()).isGreaterThanOrEqualTo(steps.roundTripNanos());
      assertThat(steps.roundTripNanos()).isPositive();
    }
  }
}
