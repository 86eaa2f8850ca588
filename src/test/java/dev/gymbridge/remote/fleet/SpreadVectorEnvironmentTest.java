package dev.gymbridge.remote.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentRaisedException;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.SessionRequest.KindCase;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.Connections;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.grpc.ChannelServers;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SpreadVectorEnvironmentTest {
  private static final EnvironmentOptions ECHO = EnvironmentOptions.of("SeedEcho-v0").withInfo();

  private final List<JvmServer> servers = new ArrayList<>();
  private final List<EnvironmentServer> connections = new ArrayList<>();

  @AfterEach
  void stop() {
    connections.forEach(EnvironmentServer::close);
    servers.forEach(JvmServer::close);
  }

  private EnvironmentServer connect(int count) {
    return connect(count, Duration.ofSeconds(2));
  }

  private EnvironmentServer connect(int count, Duration outage) {
    TimeLimits limits =
        TimeLimits.DEFAULT
            .withStep(Duration.ofMillis(700))
            .withConnect(Duration.ofMillis(700))
            .withOutage(outage);
    Map<ManagedChannel, String> channels = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      JvmServer server = JvmServer.inProcess(SeedEcho::new);
      servers.add(server);
      channels.put(server.channel(), "fake-" + i + ":1");
    }
    EnvironmentServer connection =
        Connections.over(
            ChannelServers.over(channels, limits),
            ConnectionOptions.DEFAULT.withTimeLimits(limits));
    connections.add(connection);
    return connection;
  }

  private VectorEnvironment make(int serverCount, int numEnvs, AutoresetMode mode) {
    return connect(serverCount).makeVector(ECHO, numEnvs, mode);
  }

  /** [N] seeds, as the observations tell them. */
  private static List<Integer> column(Object observation, int column) {
    NdArray array = (NdArray) observation;
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < array.shape()[0]; i++) {
      values.add((int) array.getDouble(3 * i + column));
    }
    return values;
  }

  private static int[] actions(int n, int step) {
    int[] actions = new int[n];
    for (int i = 0; i < n; i++) {
      actions[i] = (i + step) % 9;
    }
    return actions;
  }

  private static String text(VectorStepResult result) {
    return "%s %s %s %s %s %s %s"
        .formatted(
            result.observation(),
            java.util.Arrays.toString(result.rewards()),
            java.util.Arrays.toString(result.terminated()),
            java.util.Arrays.toString(result.truncated()),
            result.finalObservation(),
            sorted(result.info()),
            sorted(result.finalInfo()));
  }

  private static Map<String, Object> sorted(Map<String, Object> info) {
    return new java.util.TreeMap<>(info);
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void isTheSameAsOneVector(AutoresetMode mode) {
    try (VectorEnvironment spread = make(3, 7, mode);
        VectorEnvironment one = SyncVectorEnvironment.of(SeedEcho::new, 7, mode)) {
      VectorResetResult a = spread.reset(40);
      VectorResetResult b = one.reset(40);
      assertThat(a.observation()).isEqualTo(b.observation());
      assertThat(a.info()).isEqualTo(b.info());
      for (int step = 0; step < 12; step++) {
        VectorStepResult left = spread.step(actions(7, step));
        VectorStepResult right = one.step(actions(7, step));
        assertThat(text(left)).isEqualTo(text(right));
        if (mode == AutoresetMode.DISABLED) {
          List<Boolean> mask = new ArrayList<>();
          for (int i = 0; i < 7; i++) {
            mask.add(left.ended(i));
          }
          if (mask.contains(true)) {
            a = spread.reset(VectorResetOptions.masked(mask));
            b = one.reset(VectorResetOptions.masked(mask));
            assertThat(a.observation()).isEqualTo(b.observation());
          }
        }
      }
      assertThat(spread.render()).isEqualTo(one.render());
    }
    assertThat(servers)
        .extracting(server -> server.made.get(0).getNumEnvs())
        .containsExactly(3, 2, 2);
  }

  @Test
  void handsEachServerItsSeedsOfAList() {
    try (VectorEnvironment spread = make(2, 3, AutoresetMode.NEXT_STEP)) {
      List<OptionalLong> seeds =
          List.of(OptionalLong.of(5), OptionalLong.of(3), OptionalLong.of(8));
      VectorResetResult result = spread.reset(new VectorResetOptions(seeds, null, List.of()));
      assertThat(column(result.observation(), 0)).containsExactly(5, 3, 8);
    }
  }

  @Test
  void makesNoMoreSharesThanEnvironments() {
    try (VectorEnvironment spread = make(3, 2, AutoresetMode.NEXT_STEP)) {
      spread.reset(1);
      assertThat(spread.step(new int[] {4, 5}).rewards()).containsExactly(5, 6);
    }
    assertThat(servers).extracting(server -> server.made.size()).containsExactly(1, 1, 0);
  }

  @Test
  void takesTheServersInTurn() {
    EnvironmentServer connection = connect(2);
    for (int i = 0; i < 4; i++) {
      connection.makeVector(ECHO, 1, AutoresetMode.NEXT_STEP).close();
    }
    assertThat(servers).extracting(server -> server.made.size()).containsExactly(2, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "STEP,DIE",
    "STEP,HANG",
    "STEP,END_THE_STREAM",
  })
  void marksTheEpisodesOfAServerThatIsLostInAStep(KindCase kind, JvmServer.Fate fate) {
    try (VectorEnvironment spread = make(3, 6, AutoresetMode.SAME_STEP)) {
      spread.reset(60); // episodes of 3 4 5 3 4 5 steps
      assertThat(spread.step(new int[6]).interruption()).isNull();
      servers.get(1).meets(kind, fate);

      VectorStepResult result = spread.step(new int[] {1, 2, 3, 4, 5, 6});

      assertThat(result.interruption()).isNotNull();
      assertThat(result.interruption().environments())
          .containsExactly(false, false, true, true, false, false);
      assertThat(result.interruption().reason())
          .startsWith("server fake-1:1 ")
          .contains(": 2 of 6 environments made again on fake-");
      assertThat(result.rewards()).containsExactly(3, 4, 0, 0, 7, 8);
      assertThat(column(result.observation(), 2)).containsExactly(2, 2, 0, 0, 2, 2);
      List<Integer> seeds = column(result.observation(), 0);
      assertThat(seeds.subList(2, 4)).doesNotContain(62, 63).allMatch(seed -> seed >= 0);

      VectorStepResult next = spread.step(new int[] {1, 2, 3, 4, 5, 6});
      assertThat(next.interruption()).isNull();
      assertThat(next.rewards()).containsExactly(4, 5, 4, 5, 8, 9);
      assertThat(next.ended(0)).isTrue();
    }
  }

  @Test
  void spreadsWhatWasLostOverThoseThatLive() {
    try (VectorEnvironment spread = make(3, 6, AutoresetMode.SAME_STEP)) {
      spread.reset(1);
      servers.get(2).die();
      assertThat(spread.step(new int[6]).interruption().reason())
          .startsWith("server fake-2:1 is gone (")
          .contains("2 of 6 environments made again on fake-")
          .contains("fake-0:1")
          .contains("fake-1:1");
    }
    assertThat(servers).extracting(server -> server.made.size()).containsExactly(2, 2, 1);
  }

  @Test
  void findsOutAServerThatDiedBetweenSendAndReceive() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.NEXT_STEP)) {
      spread.reset(0);
      servers.get(0).meets(KindCase.STEP, JvmServer.Fate.HANG);
      spread.send(NdArray.ofInts(new int[4]));
      servers.get(0).die();
      VectorStepResult result = spread.receive();
      assertThat(result.interrupted(0)).isTrue();
      assertThat(result.interrupted(1)).isTrue();
      assertThat(result.interrupted(2)).isFalse();
    }
  }

  @Test
  void resetsElsewhereWithTheSameSeedsWhenAServerIsLostInAReset() {
    for (JvmServer.Fate fate : List.of(JvmServer.Fate.DIE, JvmServer.Fate.END_THE_STREAM)) {
      servers.clear();
      try (VectorEnvironment spread = make(3, 6, AutoresetMode.SAME_STEP)) {
        servers.get(0).meets(KindCase.RESET, fate);
        VectorResetResult result = spread.reset(10);
        assertThat(column(result.observation(), 0)).containsExactly(10, 11, 12, 13, 14, 15);
        assertThat(result.interruption()).isNull();
        assertThat(spread.step(new int[6]).interruption()).isNull();
      }
    }
  }

  @Test
  void marksEpisodesOutsideTheMaskWhenAServerIsLostInAMaskedReset() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.DISABLED)) {
      spread.reset(0);
      spread.step(new int[4]);
      servers.get(1).meets(KindCase.RESET, JvmServer.Fate.DIE);
      VectorResetOptions third =
          new VectorResetOptions(
              List.of(
                  OptionalLong.empty(),
                  OptionalLong.empty(),
                  OptionalLong.of(99),
                  OptionalLong.empty()),
              null,
              List.of(false, false, true, false));
      VectorResetResult result = spread.reset(third);
      assertThat(result.interruption().environments()).containsExactly(false, false, false, true);
      assertThat(column(result.observation(), 0)).startsWith(0, 1, 99);
      assertThat(column(result.observation(), 2)).containsExactly(1, 1, 0, 0);
    }
  }

  @Test
  void outlivesOneServerAfterAnother() {
    try (VectorEnvironment spread = make(3, 6, AutoresetMode.SAME_STEP)) {
      spread.reset(0);
      servers.get(0).die();
      assertThat(spread.step(new int[6]).interruption().count()).isEqualTo(2);
      servers.get(1).die();
      assertThat(spread.step(new int[6]).interruption().count()).isEqualTo(3);
      assertThat(spread.step(new int[6]).interruption()).isNull();
      assertThat(column(spread.reset(7).observation(), 0)).containsExactly(7, 8, 9, 10, 11, 12);
    }
  }

  @Test
  void givesUpWhenNoServerIsLeft() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.SAME_STEP)) {
      spread.reset(0);
      servers.forEach(JvmServer::die);
      assertThatThrownBy(() -> spread.step(new int[4]))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("; tried again for up to 2 s, in vain: none of the 2 servers")
          .hasMessageContaining("can be used (fake-0:1: ");
    }
  }

  @Test
  void triesNothingMoreOnceTheConnectionWasClosed() {
    EnvironmentServer connection = connect(2);
    VectorEnvironment spread = connection.makeVector(ECHO, 4, AutoresetMode.SAME_STEP);
    spread.reset(0);
    connection.close();
    assertThatThrownBy(() -> spread.step(new int[4]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("the connection was closed; connect again");
  }

  @Test
  void isMadeOnThoseThatAnswer() {
    EnvironmentServer connection = connect(3);
    servers.get(1).die();
    try (VectorEnvironment spread = connection.makeVector(ECHO, 6, AutoresetMode.SAME_STEP)) {
      assertThat(column(spread.reset(0).observation(), 0)).containsExactly(0, 1, 2, 3, 4, 5);
    }
    assertThat(servers).extracting(server -> server.made.size()).containsExactly(1, 0, 1);
  }

  @Test
  void isMadeElsewhereWhenAServerDiesMeanwhile() {
    EnvironmentServer connection = connect(2);
    servers.get(0).meets(KindCase.MAKE, JvmServer.Fate.DIE);
    try (VectorEnvironment spread = connection.makeVector(ECHO, 4, AutoresetMode.SAME_STEP)) {
      assertThat(column(spread.reset(0).observation(), 0)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void drawsNothingForThoseThatAreLostUntilTheNextStep() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.SAME_STEP)) {
      spread.reset(0);
      servers.get(1).meets(KindCase.RENDER, JvmServer.Fate.DIE);
      assertThat(spread.render())
          .extracting(each -> each.texts().size())
          .containsExactly(1, 1, 0, 0);
      assertThat(spread.step(new int[4]).interruption().count()).isEqualTo(2);
      assertThat(spread.render()).extracting(each -> each.texts().size()).containsOnly(1);
    }
  }

  @Test
  void refusesAWrongActionBeforeAnythingIsSent() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.SAME_STEP)) {
      spread.reset(0);
      assertThatThrownBy(() -> spread.step(new int[] {0, 0, 0, 10}))
          .isInstanceOf(InvalidActionException.class)
          .hasMessageContaining("environment 3");
      assertThatThrownBy(() -> spread.step(new int[3])).isInstanceOf(InvalidActionException.class);
      assertThat(servers.get(0).steps).hasValue(0);
      assertThat(column(spread.step(new int[4]).observation(), 2)).containsOnly(1);
    }
  }

  @Test
  void asksForAResetOfAllWhenAnEnvironmentRaised() {
    try (VectorEnvironment spread = make(2, 4, AutoresetMode.SAME_STEP)) {
      spread.reset(0);
      assertThatThrownBy(() -> spread.step(new int[] {0, 0, 0, 9}))
          .isInstanceOf(EnvironmentRaisedException.class);
      assertThatThrownBy(() -> spread.step(new int[4])).isInstanceOf(ResetNeededException.class);
      assertThat(column(spread.reset(3).observation(), 0)).containsExactly(3, 4, 5, 6);
      assertThat(spread.step(new int[4]).rewards()).containsOnly(1);
    }
  }

  @Test
  void holdsTheOrderOfCalls() {
    VectorEnvironment spread = make(2, 4, AutoresetMode.DISABLED);
    assertThatThrownBy(() -> spread.step(new int[4])).isInstanceOf(ResetNeededException.class);
    spread.reset(0); // episodes of 3 4 5 3 steps
    assertThatThrownBy(spread::receive).isInstanceOf(IllegalStateException.class);
    spread.send(NdArray.ofInts(new int[4]));
    assertThatThrownBy(() -> spread.send(NdArray.ofInts(new int[4])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(spread::reset).isInstanceOf(IllegalStateException.class);
    spread.receive();
    spread.step(new int[4]);
    assertThat(spread.step(new int[4]).ended(3)).isTrue();
    assertThatThrownBy(() -> spread.step(new int[4])).isInstanceOf(ResetNeededException.class);
    spread.close();
    spread.close();
    assertThatThrownBy(spread::reset).isInstanceOf(EnvironmentException.class);
  }

  @Test
  void refusesServersWithDifferentGymnasiums() {
    EnvironmentServer connection = connect(2);
    servers.get(1).gymnasiumVersion = "0.29.1";
    assertThatThrownBy(() -> connection.makeVector(ECHO, 2, AutoresetMode.NEXT_STEP))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("fake-0:1 with 1.4.0, fake-1:1 with 0.29.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void isMadeAgainOnTheOnlyServerWhenItsProcessDies(int numEnvs) {
    try (VectorEnvironment vector = make(1, numEnvs, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      servers.get(0).meets(KindCase.STEP, JvmServer.Fate.CRASH);

      VectorStepResult result = vector.step(new int[numEnvs]);

      assertThat(result.interruption().count()).isEqualTo(numEnvs);
      assertThat(result.interruption().reason())
          .startsWith(
              "the process of SeedEcho-v0 died of signal 11: %d of %d".formatted(numEnvs, numEnvs));
      assertThat(servers.get(0).made).hasSize(2);
      assertThat(vector.step(new int[numEnvs]).interruption()).isNull();
    }
  }

  @Test
  void givesUpWhenItsProcessDiesAgainAndAgain() {
    try (VectorEnvironment vector = make(1, 2, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      servers.get(0).meets(KindCase.STEP, JvmServer.Fate.CRASH_ALWAYS);
      assertThatThrownBy(
              () -> {
                for (int step = 0; step < 100; step++) {
                  vector.step(new int[2]);
                }
              })
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("broke off 6 times with no whole episode between")
          .hasMessageContaining("died of signal 11");
      assertThat(servers.get(0).made).hasSize(6);
    }
  }

  @Test
  void givesUpWhenItsProcessDiesAgainAndAgainAfterAFewSteps() {
    try (VectorEnvironment vector = make(1, 2, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      assertThatThrownBy(
              () -> {
                for (int step = 0; step < 100; step++) {
                  if (step % 3 == 2) {
                    servers.get(0).meets(KindCase.STEP, JvmServer.Fate.CRASH);
                  }
                  vector.step(new int[2]); // of an episode of 4 steps
                }
              })
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("broke off 6 times with no whole episode between");
    }
  }

  @Test
  void goesOnForeverWhenEpisodesEndBetweenItsLosses() {
    try (VectorEnvironment vector = make(1, 1, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      for (int loss = 0; loss < 20; loss++) {
        while (!vector.step(new int[1]).ended(0)) {}
        servers.get(0).meets(KindCase.STEP, JvmServer.Fate.CRASH);
        assertThat(vector.step(new int[1]).interruption()).isNotNull();
      }
    }
  }

  @Test
  void givesTheOnlyServerUpWhenItIsNotBackInTime() {
    try (VectorEnvironment vector = make(1, 2, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      servers.get(0).meets(KindCase.STEP, JvmServer.Fate.DIE);
      assertThatThrownBy(() -> vector.step(new int[2]))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("fake-0:1")
          .hasMessageContaining("; tried again for up to 2 s, in vain: ");
    }
  }

  @Test
  void waitsNoLongerForTheOnlyServerOnceTheConnectionIsClosed() {
    EnvironmentServer connection = connect(1);
    VectorEnvironment vector = connection.makeVector(ECHO, 2, AutoresetMode.SAME_STEP);
    vector.reset(5);
    servers.get(0).meets(KindCase.STEP, JvmServer.Fate.DIE);
    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(connection::close);
    assertThatThrownBy(() -> vector.step(new int[2]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("the connection was closed; connect again");
  }

  @Test
  void saysWhatIsGoneAsLongAsItIsTriedAgain() throws InterruptedException {
    EnvironmentServer connection = connect(1, Duration.ofMinutes(2));
    VectorEnvironment vector = connection.makeVector(ECHO, 2, AutoresetMode.SAME_STEP);
    vector.reset(5);
    assertThat(vector.outage()).isEmpty();
    servers.get(0).meets(KindCase.STEP, JvmServer.Fate.DIE);

    CompletableFuture<VectorStepResult> step =
        CompletableFuture.supplyAsync(() -> vector.step(new int[2]));
    while (vector.outage().isEmpty() && !step.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    assertThat(vector.outage()).hasValueSatisfying(gone -> assertThat(gone).contains("fake-0:1"));
    connection.close();
    assertThatThrownBy(step::join).hasCauseInstanceOf(EnvironmentException.class);
    assertThat(vector.outage()).isEmpty();
  }
}
