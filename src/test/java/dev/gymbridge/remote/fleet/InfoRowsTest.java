package dev.gymbridge.remote.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.space.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InfoRowsTest {
  private static Map<String, Object> batched(
      Map<String, Object> first, Map<String, Object> second) {
    InfoRows rows = new InfoRows(4);
    rows.add(0, 1, first);
    rows.add(1, 3, second);
    return rows.batched();
  }

  @Test
  void keepFractionsWhereOneServerSentIntegers() {
    Map<String, Object> info =
        batched(
            Map.of("prob", NdArray.ofInts(new int[] {1})),
            Map.of("prob", NdArray.of(new double[] {0.5, 0.25, 0}, 3)));
    assertThat(info).containsEntry("prob", NdArray.of(new double[] {1, 0.5, 0.25, 0}, 4));
  }

  @Test
  void putZerosOrNullsWhereAServerLacksAKey() {
    Map<String, Object> info =
        batched(
            Map.of("name", List.of("a")),
            Map.of(
                "lives", NdArray.ofInts(new int[] {3, 2, 1}), "in", Map.of("x", List.of(1, 2, 3))));
    assertThat(info)
        .containsEntry("name", Arrays.asList("a", null, null, null))
        .containsEntry("lives", NdArray.ofInts(new int[] {0, 3, 2, 1}))
        .containsEntry("in", Map.of("x", Arrays.asList(null, 1, 2, 3)));
  }
}
