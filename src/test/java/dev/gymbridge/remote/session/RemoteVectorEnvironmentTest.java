package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.MakeRequest;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest.KindCase;
import dev.gymbridge.proto.v1.Value;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.FakeServer;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RemoteVectorEnvironmentTest {
  private final FakeServer fake = new FakeServer();
  private final EnvironmentServer server = fake.connect();

  @AfterEach
  void stop() {
    server.close();
    fake.close();
  }

  private VectorEnvironment make() {
    return server.makeVector(EnvironmentOptions.of("Count-v0"), 3, AutoresetMode.SAME_STEP);
  }

  @Test
  void stepsAllEnvironmentsInOneMessage() {
    try (VectorEnvironment environments = make()) {
      environments.reset(5);
      VectorStepResult result = environments.step(new int[] {0, 1, 1});

      assertThat(result.rewards()).containsExactly(1.0, 2.0, 3.0);
      assertThat(result.terminated()).containsExactly(false, false, false);
      assertThat(((NdArray) result.observation()).shape()).containsExactly(3, 1);
      assertThat(result.finalObservation()).isNull();
      assertThat(fake.requestsOf(KindCase.STEP)).isEqualTo(1);
    }
  }

  @Test
  void asksForTheModeAndTheVectorization() {
    server
        .makeVector(
            EnvironmentOptions.of("Count-v0"), 2, AutoresetMode.DISABLED, Vectorization.ASYNC)
        .close();
    MakeRequest asked = fake.requests.get(0).getMake();

    assertThat(asked.getNumEnvs()).isEqualTo(2);
    assertThat(asked.getAutoresetMode())
        .isEqualTo(dev.gymbridge.proto.v1.AutoresetMode.AUTORESET_MODE_DISABLED);
    assertThat(asked.getVectorization())
        .isEqualTo(dev.gymbridge.proto.v1.Vectorization.VECTORIZATION_ASYNC);
  }

  @Test
  void sendsSeedsAsOneNumberOrAsAList() {
    try (VectorEnvironment environments = make()) {
      environments.reset();
      environments.reset(5);
      environments.reset(
          new VectorResetOptions(
              List.of(OptionalLong.of(4), OptionalLong.empty(), OptionalLong.of(0)),
              null,
              List.of()));
    }
    assertThat(reset(1).getSeedingCase()).isEqualTo(ResetRequest.SeedingCase.SEEDING_NOT_SET);
    assertThat(reset(2).getSeed()).isEqualTo(5);
    assertThat(reset(3).getSeeds().getSeedsList().stream().map(seed -> seed.hasSeed()))
        .containsExactly(true, false, true);
  }

  @Test
  void sendsTheMaskAndRefusesOneOfAnotherLength() {
    try (EnvironmentServer server = fake.connect();
        VectorEnvironment environments =
            server.makeVector(EnvironmentOptions.of("Count-v0"), 3, AutoresetMode.DISABLED)) {
      environments.reset();
      environments.reset(VectorResetOptions.masked(List.of(true, false, true)));
      assertThat(reset(2).getMask().toByteArray()).containsExactly(1, 0, 1);
      assertThatThrownBy(() -> environments.reset(VectorResetOptions.masked(List.of(true))))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("must have 3 entries");
    }
  }

  @Test
  void refusesSeedsThatAreNotOneForEach() {
    try (VectorEnvironment environments = make()) {
      VectorResetOptions two =
          new VectorResetOptions(List.of(OptionalLong.of(4), OptionalLong.of(5)), null, List.of());
      assertThatThrownBy(() -> environments.reset(two))
          .isInstanceOf(EnvironmentException.class)
          .hasMessage("seeds must be none, one, or one for each of the 3 environments, got 2");
      assertThat(fake.requestsOf(KindCase.RESET)).isZero();
    }
  }

  private ResetRequest reset(int i) {
    return fake.requests.get(i).getReset();
  }

  @Test
  void decodesTheLastObservationsOfThoseThatEnded() {
    fake.on(
        KindCase.STEP,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder()
                    .setStep(
                        fake.stepped().toBuilder()
                            .setTerminated(ByteString.copyFrom(new byte[] {1, 0, 0}))
                            .setTruncated(ByteString.copyFrom(new byte[] {1, 0, 1}))
                            .setFinalObservation(
                                Value.newBuilder().addLeaves(FakeServer.floats(8, 9))))
                    .build()));
    try (VectorEnvironment environments = make()) {
      environments.reset();
      VectorStepResult result = environments.step(new int[] {0, 0, 0});

      assertThat(result.finalObservation()).isEqualTo(NdArray.of(new float[] {8, 9}, 2, 1));
      assertThat(result.ended(0)).isTrue();
      assertThat(result.ended(1)).isFalse();
      assertThat(result.truncated()).containsExactly(true, false, true);
    }
  }

  @Test
  void holdsSendAndReceiveInOrder() {
    try (VectorEnvironment environments = make()) {
      environments.reset();
      assertThatThrownBy(environments::receive)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("send");

      NdArray actions = NdArray.ofInts(new int[] {0, 0, 0});
      environments.send(actions);
      assertThatThrownBy(() -> environments.send(actions))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(environments::reset).isInstanceOf(IllegalStateException.class);
      assertThat(environments.receive().rewards()[0]).isEqualTo(1.0);
    }
  }

  @Test
  void namesTheEnvironmentOfAWrongAction() {
    try (VectorEnvironment environments = make()) {
      environments.reset();
      assertThatThrownBy(() -> environments.step(new int[] {0, 1, 2}))
          .isInstanceOf(InvalidActionException.class)
          .hasMessage("action must be in [0, 2), got 2 for environment 2");
      assertThatThrownBy(() -> environments.step(new int[] {0, 1}))
          .isInstanceOf(InvalidActionException.class)
          .hasMessageStartingWith("action must be 3 integers");
      NdArray bools = NdArray.ofInts(new int[] {0, 1, 1}).asType(DType.BOOL);
      assertThatThrownBy(() -> environments.step(bools))
          .isInstanceOf(InvalidActionException.class)
          .hasMessage("action must be 3 integers, got bool[3]{False, True, True}");
      assertThat(environments.step(new int[] {0, 1, 0}).rewards()).hasSize(3);
    }
  }

  @Test
  void closesWhileAStepIsUnderWay() {
    VectorEnvironment environments = make();
    environments.reset();
    environments.send(NdArray.ofInts(new int[] {0, 0, 0}));
    environments.close();
    environments.close();
    assertThat(fake.requestsOf(KindCase.CLOSE)).isEqualTo(1);
  }

  @Test
  void refusesAReplyForAnotherNumberOfEnvironments() {
    fake.on(
        KindCase.MAKE,
        (request, replies) ->
            replies.onNext(
                SessionReply.newBuilder()
                    .setMake(fake.reply(request).getMake().toBuilder().setNumEnvs(2))
                    .build()));
    assertThatThrownBy(this::make)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("3 environments were asked for, 2 were made");
  }

  @Test
  void refusesFewerThanOneEnvironment() {
    assertThatThrownBy(
            () -> server.makeVector(EnvironmentOptions.of("Count-v0"), 0, AutoresetMode.NEXT_STEP))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("numEnvs must be at least 1, got 0");
  }
}
