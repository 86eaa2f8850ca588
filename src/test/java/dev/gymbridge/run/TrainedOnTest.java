package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.management.ThreadMXBean;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.network.InputScale;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedOnTest {
  private static final EnvironmentRecipe RECIPE = EnvironmentRecipe.of("m:Signs-v0");
  private static final Space TWO_NUMBERS = Box.of(-1, Double.POSITIVE_INFINITY, DType.FLOAT32, 2);

  private static TrainedOn trainedOn(Space observations, long actions, int limit) {
    EnvironmentSpec spec =
        new EnvironmentSpec(
            "Signs-v0",
            OptionalInt.of(limit),
            OptionalDouble.empty(),
            false,
            List.of(),
            OptionalDouble.empty());
    Discrete space = new Discrete(actions);
    return TrainedOn.of(RECIPE, spec, observations, space, space);
  }

  private static void meets(TrainedOn now) {
    trainedOn(TWO_NUMBERS, 2, 20).requireSame(now, "runs/a");
  }

  @Test
  void letsTheSameEnvironmentPass() {
    assertThatCode(() -> meets(trainedOn(TWO_NUMBERS, 2, 20))).doesNotThrowAnyException();
  }

  @Test
  void saysWhatItWasTrainedOnAndWhatIsThereNow() {
    assertThatThrownBy(() -> meets(trainedOn(Box.of(-1, 1, DType.FLOAT32, 3), 2, 20)))
        .isInstanceOf(OtherEnvironmentException.class)
        .hasMessage(
            "the agent in runs/a was trained on another environment: observation space was"
                + " Box(dtype \"float32\", shape [2], low -1.0, high \"inf\"), is now Box(dtype"
                + " \"float32\", shape [3], low -1.0, high 1.0). Make the environment as it was,"
                + " or train anew");
  }

  @Test
  void writesBoundsOnlyWhenTheyAreAskedForSinceMillionsTakeSeconds() {
    float[] low = new float[200_000];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = i;
      high[i] = i + 0.5f;
    }
    Space narrow = Box.of(low, high);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    TrainedOn described = trainedOn(narrow, 2, 20);

    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    assertThat(described.json().toString()).contains("199999.5");
  }

  @Test
  void keepsTheScaleOfObservations(@TempDir Path directory) {
    TrainedOn bounded = trainedOn(Box.of(0, 1, DType.FLOAT32, 2), 2, 20);
    JsonObject config = new JsonObject();
    config.add("trained_on", bounded.toJson());
    JsonFile.write(directory.resolve("config.json"), config);

    TrainedOn read = TrainedOn.read(RunDirectory.open(directory));

    assertThat(read.observation().scale())
        .isEqualTo(new InputScale(List.of(0.5f, 0.5f), List.of(0.5f, 0.5f)));
    assertThat(read.observation()).isEqualTo(bounded.observation());
  }

  @Test
  void noticesOtherBoundsTypesActionsAndLimits() {
    for (TrainedOn other :
        List.of(
            trainedOn(Box.of(-2, Double.POSITIVE_INFINITY, DType.FLOAT32, 2), 2, 20),
            trainedOn(Box.of(-1, Double.POSITIVE_INFINITY, DType.FLOAT64, 2), 2, 20),
            trainedOn(TWO_NUMBERS, 3, 20),
            trainedOn(TWO_NUMBERS, 2, 21))) {
      assertThatThrownBy(() -> meets(other)).isInstanceOf(OtherEnvironmentException.class);
    }
  }

  @Test
  void noticesThatTheSpacesOfADictComeInAnotherOrder(@TempDir Path weights) {
    Space speed = Box.of(0, 9, DType.FLOAT32, 1);
    Dict there = Dict.of("gear", new Discrete(5), "speed", speed);
    Dict back = Dict.of("speed", speed, "gear", new Discrete(5));
    trainedOn(new Tuple(List.of(there, there)), 2, 20).writeBeside(weights);

    assertThatCode(
            () -> trainedOn(new Tuple(List.of(there, there)), 2, 20).requireSameBeside(weights))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> trainedOn(new Tuple(List.of(there, back)), 2, 20).requireSameBeside(weights))
        .isInstanceOf(OtherEnvironmentException.class)
        .hasMessageContaining("observation space was");
  }

  @Test
  void isComparedWithWhatStandsBesideTheWeights(@TempDir Path weights) {
    trainedOn(TWO_NUMBERS, 2, 20).writeBeside(weights);

    assertThatCode(() -> trainedOn(TWO_NUMBERS, 2, 20).requireSameBeside(weights))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> trainedOn(TWO_NUMBERS, 3, 20).requireSameBeside(weights))
        .isInstanceOf(OtherEnvironmentException.class)
        .hasMessageContaining("action space was Discrete(n 2,");
  }
}
