package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of an environment that writes into the same array each time, each observation is kept. */
final class BufferedObservationsIT {
  private static final EnvironmentOptions BUFFERED =
      EnvironmentOptions.of("tests.returns:Buffered-v0");

  @AutoClose private static BridgeServer server;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  private static EnvironmentServer connection(boolean lane) {
    return lane ? server.connection() : server.overStreams();
  }

  /** The same element for each of so many environments. */
  private static NdArray each(int n, float element) {
    float[] elements = new float[n];
    Arrays.fill(elements, element);
    return NdArray.of(elements, n, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "SYNC,1,true", "SYNC,3,true", "ASYNC,1,true", "ASYNC,3,true",
    "SYNC,1,false", "SYNC,3,false", "ASYNC,1,false", "ASYNC,3,false",
  })
  void theLastOneIsNotThatOfTheReset(Vectorization vectorization, int n, boolean lane) {
    try (VectorEnvironment environments =
        connection(lane).makeVector(BUFFERED, n, AutoresetMode.SAME_STEP, vectorization)) {
      environments.reset(1);
      VectorStepResult first = environments.step(new int[n]);
      environments.step(new int[n]);
      VectorStepResult last = environments.step(new int[n]);
      assertThat(last.truncated()).containsOnly(true);
      assertThat(last.finalObservation()).isEqualTo(each(n, 3));
      assertThat(last.observation()).isEqualTo(each(n, 0));
      assertThat(first.observation()).isEqualTo(each(n, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEarlierOneStaysAsItWas(boolean lane) {
    try (Environment environment = connection(lane).make(BUFFERED)) {
      var reset = environment.reset(1);
      StepResult step = environment.step(0);
      environment.step(0);
      assertThat(reset.observation()).isEqualTo(NdArray.of(new float[] {0}, 1));
      assertThat(step.observation()).isEqualTo(NdArray.of(new float[] {1}, 1));
    }
  }
}
