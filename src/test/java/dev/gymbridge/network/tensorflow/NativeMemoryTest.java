package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Tag("thorough")
class NativeMemoryTest {
  @Test
  void doesNotGrowWithActsAndGradientSteps() throws Exception {
    List<Long> resident =
        ChildJvm.run(
                Soak.class,
                List.of("-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch"),
                Map.of(),
                "20",
                "1000",
                "256",
                "100")
            .lines()
            .map(line -> Long.parseLong(line.replaceAll(".*?(\\d+) KiB.*", "$1")))
            .toList();
    assertThat(resident).hasSize(20);
    // The result of an act is 2 KiB: kept open, the 10,000 acts of the second half would be 20 MiB.
    // What the JVM itself still compiles in that time stays far below the bound.
    assertThat(resident.get(19) - resident.get(9)).isLessThan(8_000);
  }
}
