package dev.gymbridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.classic.NativeEnvironments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.DefaultLocale;

/** The library in a JVM whose locale writes numbers in digits of its own. */
@DefaultLocale("ar-EG")
class OtherDigitsTest {
  private static final List<String> TEXTS = List.of(".csv", ".json", ".html");

  @TempDir Path directory;

  @Test
  void trainsAndLoadsAndWritesThePlainDigits() throws Exception {
    try (NativeEnvironments source = new NativeEnvironments();
        Agent agent =
            DqnTraining.of(source, "CartPole-v1")
                .set("total_env_steps", 60)
                .set("hidden_sizes", List.of(4))
                .set("learning_starts", 32)
                .set("final_evaluation_episodes", 1)
                .in(directory.resolve("run"))
                .train()) {
      assertThat(agent.act(0, 0, 0, 0)).isBetween(0, 1);
    }

    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> TEXTS.stream().anyMatch(file.toString()::endsWith)))
          .isNotEmpty()
          .allSatisfy(
              file -> assertThat(Files.readString(file)).doesNotContainPattern("[\u0660-\u0669]"));
    }
  }
}
