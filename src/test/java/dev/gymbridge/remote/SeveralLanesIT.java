package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.remote.wire.Vectorization;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One vector over several lanes of one server. */
@Timeout(120)
final class SeveralLanesIT {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");
  private static final int NUM_ENVS = 7;

  @AutoClose private static BridgeServer server;
  @AutoClose private static EnvironmentServer one;
  @AutoClose private static EnvironmentServer three;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
    one = connect(1);
    three = connect(3);
    assumeThat(one.carrier().lane()).isTrue();
  }

  private static EnvironmentServer connect(int lanes) {
    return EnvironmentServer.connect(
        server.connection().address(), ConnectionOptions.DEFAULT.withLanes(lanes));
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void givesWhatOneLaneGives(AutoresetMode mode) {
    EnvironmentOptions options = CART_POLE.withInfo();
    try (VectorEnvironment alone = one.makeVector(options, NUM_ENVS, mode);
        VectorEnvironment spread = three.makeVector(options, NUM_ENVS, mode)) {
      VectorResetResult begun = alone.reset(5);
      assertThat(spread.reset(5)).isEqualTo(begun);
      Random random = new Random(1);
      for (int k = 0; k < 12; k++) {
        int[] actions = random.ints(NUM_ENVS, 0, 2).toArray();
        VectorStepResult expected = alone.step(actions);
        VectorStepResult result = spread.step(actions);
        assertThat(result.observation()).isEqualTo(expected.observation());
        assertThat(result.rewards()).isEqualTo(expected.rewards());
        assertThat(result.terminated()).isEqualTo(expected.terminated());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"19, 1", "20, 2"})
  void takesAnotherLaneForTenMoreEnvironments(int numEnvs, int processes) {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThanOrEqualTo(2);
    EnvironmentOptions options = EnvironmentOptions.of("tests.demanding:OneProcess-v0").withInfo();
    try (VectorEnvironment environments =
        server.connection().makeVector(options, numEnvs, AutoresetMode.SAME_STEP)) {
      NdArray processIds = (NdArray) environments.reset(0).info().get("process");
      assertThat(IntStream.range(0, numEnvs).mapToLong(processIds::getLong).distinct().count())
          .isEqualTo(processes);
    }
  }

  @Test
  void spreadsAnEnvironmentsOwnVectorisationOnlyWhereThatIsAsked() {
    try (VectorEnvironment usual =
            server
                .connection()
                .makeVector(
                    CART_POLE, 40, AutoresetMode.NEXT_STEP, Vectorization.VECTOR_ENTRY_POINT);
        VectorEnvironment alone =
            one.makeVector(
                CART_POLE, 40, AutoresetMode.NEXT_STEP, Vectorization.VECTOR_ENTRY_POINT)) {
      assertThat(usual.reset(3)).isEqualTo(alone.reset(3));
    }
  }

  @Test
  void goesOnOneLaneWhatCannotBeInTwoProcesses() {
    String lock = directory.resolve("lock").toString();
    EnvironmentOptions options =
        EnvironmentOptions.of("tests.demanding:OneProcess-v0").withArguments(Map.of("lock", lock));
    try (VectorEnvironment all = three.makeVector(options, NUM_ENVS, AutoresetMode.SAME_STEP)) {
      all.reset(0);
      assertThat(all.step(new int[NUM_ENVS]).rewards()).hasSize(NUM_ENVS);
      assertThatThrownBy(() -> three.makeVector(options, NUM_ENVS, AutoresetMode.SAME_STEP))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("in use by process");
    }
  }
}
