package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.bench.StepCost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTablesTest {
  private static final List<StepCost> COSTS =
      List.of(
          new StepCost(
              "in process", 8, 300, List.of(10.0, 12.0, 11.0), 20, 800_000, Optional.empty()),
          new StepCost(
              "bridge",
              8,
              300,
              List.of(100.0, 240.0, 110.0),
              500,
              80_000.4,
              Optional.of(new StepCost.Split(4.04, 60, 25.5, 11, 89, 480))));

  @Test
  void showsEachWayWithItsPartsBesideTheFirst() {
    assertThat(BenchTables.stepText(COSTS).lines().toList())
        .containsExactly(
            "| N | way        | p50 us | p99 us | env steps/s |    times the first | bridge | its p99 | client | wire | server | environment |",
            "|:--|:-----------|-------:|-------:|------------:|-------------------:|-------:|--------:|-------:|-----:|-------:|------------:|",
            "| 8 | in process |   11.0 |   20.0 |     800,000 |                    |        |         |        |      |        |             |",
            "| 8 | bridge     |    110 |    500 |      80,000 | 10.0 (10.0 - 20.0) |   89.0 |     480 |   4.04 | 60.0 |   25.5 |        11.0 |");
  }

  @Test
  void givesTheSameAsJson() {
    JsonObject bridge = BenchTables.stepJson(COSTS).get(1).getAsJsonObject();
    assertThat(bridge.get("num_envs").getAsInt()).isEqualTo(8);
    assertThat(bridge.get("p50_us").getAsDouble()).isEqualTo(110);
    assertThat(bridge.get("times_the_first_high").getAsDouble()).isEqualTo(20);
    assertThat(bridge.get("wire_us").getAsDouble()).isEqualTo(60);
    assertThat(BenchTables.stepJson(COSTS).get(0).getAsJsonObject().has("wire_us")).isFalse();
  }

  @Test
  void showsFramesBesideTheFirst() {
    assertThat(BenchTables.frameText(COSTS).lines().toList())
        .containsExactly(
            "| way        | p50 us | p99 us |    times the first |",
            "|:-----------|-------:|-------:|-------------------:|",
            "| in process |   11.0 |   20.0 |                    |",
            "| bridge     |    110 |    500 | 10.0 (10.0 - 20.0) |");
    JsonObject bridge = BenchTables.frameJson(COSTS).get(1).getAsJsonObject();
    assertThat(bridge.get("frames").getAsLong()).isEqualTo(300);
    assertThat(bridge.get("times_the_first").getAsDouble()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"0.1234,0.123", "1.234,1.23", "9.999,10.0", "99.96,100", "1234.4,'1,234'"})
  void givesThreeDigits(double value, String text) {
    assertThat(BenchTables.number(value)).isEqualTo(text);
  }
}
