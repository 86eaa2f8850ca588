package dev.gymbridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is claimed of the presets is what {@code src/bench/results} measured, on every seed. */
class ResultsPageTest {
  private static final Path PAGES = Path.of("src/docs");

  static List<ReportedResults> reported() throws IOException {
    return ReportedResults.read(PAGES.resolve("results.csv"));
  }

  @ParameterizedTest
  @MethodSource("reported")
  void thePageShowsEverySeed(ReportedResults results) throws IOException {
    assertThat(Files.readString(PAGES.resolve("results.md")))
        .contains(
            "### %s, %,d env steps, preset `%s`"
                .formatted(results.environment(), results.envSteps(), results.preset()))
        .contains(results.table());
  }

  @ParameterizedTest
  @MethodSource("reported")
  void theReadmeSaysTheSame(ReportedResults results) throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("final policy %s, %s".formatted(results.spread("final"), results.seeds()));
  }

  @ParameterizedTest
  @MethodSource("reported")
  void thePresetSaysTheSame(ReportedResults results) {
    Preset preset =
        DqnConfig.allPresets().stream()
            .filter(one -> one.name().equals(results.preset()))
            .findFirst()
            .orElseThrow();
    assertThat(preset.reaches()).contains(results.reaches());
  }
}
